import Foundation

/// The part of JSON Schema that the schemas use.
struct SchemaValidator {
  let schema: [String: Any]

  func problems(with value: Any) -> [String] { problems(value, schema, "$") }

  private func problems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"] as? String {
      let name = String(reference.split(separator: "/").last ?? "")
      let definitions = self.schema["$defs"] as? [String: [String: Any]]
      found += problems(value, definitions?[name] ?? ["enum": []], path)
    }
    if let types = schema["type"] as? [String] ?? (schema["type"] as? String).map({ [$0] }) {
      if !types.contains(where: { isOf(type: $0, value) }) { found.append("\(path): no \(types)") }
    }
    if let constant = schema["const"] as? String, value as? String != constant {
      found.append("\(path): not \(constant)")
    }
    if let allowed = schema["enum"] as? [Any] {
      let matches = allowed.contains {
        ($0 as? String) == (value as? String) && ($0 is NSNull) == (value is NSNull)
      }
      if !matches { found.append("\(path): not allowed") }
    }
    if let number = value as? Double, !(value is Bool) {
      if let least = schema["minimum"] as? Double, number < least {
        found.append("\(path): too small")
      }
      if let most = schema["maximum"] as? Double, number > most {
        found.append("\(path): too large")
      }
    }
    if let elements = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, element) in elements.enumerated() {
        found += problems(element, items, "\(path)[\(index)]")
      }
    }
    guard let object = value as? [String: Any] else { return found }
    for name in schema["required"] as? [String] ?? [] where object[name] == nil {
      found.append("\(path).\(name): missing")
    }
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    for (name, member) in object {
      if let rule = known[name] ?? (schema["additionalProperties"] as? [String: Any]) {
        found += problems(member, rule, "\(path).\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(path).\(name): not allowed")
      }
    }
    return found
  }

  private func isOf(type: String, _ value: Any) -> Bool {
    let isTruth =
      (value as? NSNumber).map { unsafe String(cString: $0.objCType) == "c" } ?? (value is Bool)
    return switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": isTruth
    case "null": value is NSNull
    case "integer":
      !isTruth && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    default: !isTruth && value is NSNumber
    }
  }
}
