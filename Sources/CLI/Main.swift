internal import Glibc
internal import Malloc

/// The program: arguments in, exit code out.
@main
enum Main {
  static func main() {
    // A reader that closes the pipe early (`head`) has what it wanted: writing then fails with
    // EPIPE instead of ending the program by a signal.
    signal(SIGPIPE, SIG_IGN)
    // Arrays of many posts go back to the system at once: else what was freed once raises the size from
    // which on they do.
    mallopt(M_MMAP_THRESHOLD, 3 << 16)
    let code = withExtendedLifetime(Interrupt.listen()) {
      run(Array(CommandLine.arguments.dropFirst()))
    }
    exit(code.rawValue)
  }

  /// The one place that turns what happened into an exit code.
  private static func run(_ arguments: [String]) -> ExitCode {
    do {
      try Command.run(arguments)
      return .done
    } catch is ClosedPipe {
      return .done
    } catch is ProblemsFound {
      return .problemsFound
    } catch let error as UsageError {
      Diagnostics.say(error.description)
      return .usage
    } catch {
      Diagnostics.say("\(error)")
      return .failed
    }
  }
}

/// A check was done, and found problems: no error, but not nothing either.
struct ProblemsFound: Error {}

/// What the program says to whoever started it.
enum ExitCode: CInt {
  case done = 0
  case failed = 1
  case usage = 2
  case problemsFound = 3
}
