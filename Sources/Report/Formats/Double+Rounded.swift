extension Double {
  /// With four digits after the point.
  var rounded4: Double { (self * 10_000).rounded() / 10_000 }
}
