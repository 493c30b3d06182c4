/// How far off the shares of a conversation are for what a scorer gets wrong, in conversations that it
/// had not seen, as multiples of what it doubts itself (``Doubt``).
public struct ShareErrors: Hashable, Codable, Sendable {
  /// 95 of 100 shares of a stance are off by no more than so many times what is doubted of them.
  public var share: Double
  /// 95 of 100 leads of the supportive over the critical share are off by no more than so many times what
  /// is doubted of them.
  public var lead: Double

  /// Creates errors.
  public init(share: Double, lead: Double) {
    self.share = share
    self.lead = lead
  }

  /// Those of a scorer that is always right.
  public static let none = ShareErrors(share: 0, lead: 0)

  /// The largest of each of several.
  static func largest(_ errors: [ShareErrors]) -> ShareErrors {
    errors.reduce(.none) {
      ShareErrors(share: max($0.share, $1.share), lead: max($0.lead, $1.lead))
    }
  }
}
