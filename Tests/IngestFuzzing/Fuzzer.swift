// Built by scripts/fuzz into one module with Sources/Ingest, and not by the package.

/// Reads any bytes as an export, with every step that a real one takes.
@_cdecl("LLVMFuzzerTestOneInput")
public func readAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  // The system's own decompressors are not what is tested.
  guard Unpacker.named(byHead: bytes) == nil else { return 0 }
  do {
    let file = try FileDescriptor.temporary()
    try file.write(bytes, name: "bytes")
    let catalog = try Catalog(
      inputs: [Input(file, name: "bytes")],
      format: nil,
      clock: nil,
      jobs: 1,
      // So few that the file is used too.
      holding: 4,
      keepsTexts: true,
      onProgress: { _, _ in },
      onRejection: { rejection, line in
        precondition(rejection.byte >= 1, "a place before the line")
        precondition(rejection.line >= 1, "a line before the first")
        _ = rejection.description
      }
    )
    var seen = 0
    let roots = try ReplyRoots(catalog)
    try catalog.read { post, place, isKept in
      (post, try? roots.rootID(of: post, at: place), isKept)
    } consume: { line in
      switch line {
      case .post(_, let (post, _, _)), .duplicate(_, let (post, _, _)):
        if !post.isContext { seen += 1 }
      }
    }
    precondition(seen == catalog.account.posts, "the passes differ")
    for place in catalog.index.entries.indices.prefix(20) {
      let post = try catalog.post(at: place)
      precondition(post != nil, "a post is not found again")
    }
    _ = try Corpus(catalog)
  } catch {
    _ = "\(error)"
  }
  return 0
}
