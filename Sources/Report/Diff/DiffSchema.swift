/// The JSON Schema of a comparison.
public enum DiffSchema {
  /// The schema, in draft 2020-12.
  public static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "groundswell.diff/2",
      "title": "What moved between two exports",
      "description": "Shares are from 0 to 1. chance_low and chance_high are the ends of 95 % intervals that hold what chance does, and not what the program gets wrong. Posts that are in both count as the second reads them: changes are those from reread to after, and from before where reread is null.",
      "type": "object",
      "additionalProperties": false,
      "required": ["schema", "before", "reread", "after", "headline", "changes", "posts", "notes"],
      "properties": {
        "schema": {"const": "groundswell.diff/2"},
        "before": {"$ref": "#/$defs/side"},
        "reread": {
          "type": ["object", "null"],
          "description": "The first with its posts read as in the second, as far as they are there with a text; null where one of the two is a summary.",
          "additionalProperties": false,
          "required": ["by_post", "by_person"],
          "properties": {
            "by_post": {"$ref": "#/$defs/shares"},
            "by_person": {"$ref": "#/$defs/shares"}
          }
        },
        "after": {"$ref": "#/$defs/side"},
        "headline": {"type": "string"},
        "changes": {
          "type": "object",
          "additionalProperties": false,
          "required": ["by_post", "by_person"],
          "properties": {
            "by_post": {"$ref": "#/$defs/changes"},
            "by_person": {"$ref": "#/$defs/changes"}
          }
        },
        "posts": {
          "type": ["object", "null"],
          "description": "null where one of the two is a summary. Of up to 1000 posts of a kind that have ids these are listed.",
          "additionalProperties": false,
          "required": ["kept", "new", "vanished", "rescored", "restated"],
          "properties": {
            "kept": {"$ref": "#/$defs/count", "description": "Posts in both."},
            "new": {"$ref": "#/$defs/posts", "description": "In the second only."},
            "vanished": {"$ref": "#/$defs/posts", "description": "In the first only."},
            "rescored": {
              "type": "object",
              "description": "In both with a stance, and not with the same.",
              "additionalProperties": false,
              "required": ["count", "moves", "posts"],
              "properties": {
                "count": {"$ref": "#/$defs/count"},
                "moves": {"type": "array", "items": {"$ref": "#/$defs/move"}},
                "posts": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["id", "from", "to", "confidence"],
                    "properties": {
                      "id": {"type": "string"},
                      "from": {"enum": ["supportive", "critical", "neutral"]},
                      "to": {"enum": ["supportive", "critical", "neutral"]},
                      "confidence": {"type": "number", "minimum": 0, "maximum": 1}
                    }
                  }
                }
              }
            },
            "restated": {
              "type": "array",
              "description": "In both, with another status or reason than before.",
              "items": {"$ref": "#/$defs/move"}
            }
          }
        },
        "notes": {"type": "array", "items": {"type": "string"}}
      },
      "$defs": {
        "count": {"type": "integer", "minimum": 0},
        "unit": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "move": {
          "type": "object",
          "additionalProperties": false,
          "required": ["from", "to", "count"],
          "properties": {
            "from": {"type": "string"},
            "to": {"type": "string"},
            "count": {"$ref": "#/$defs/count"}
          }
        },
        "posts": {
          "type": "object",
          "additionalProperties": false,
          "required": ["count", "stance", "ids"],
          "properties": {
            "count": {"$ref": "#/$defs/count"},
            "stance": {
              "type": "object",
              "additionalProperties": false,
              "required": ["total", "supportive", "critical", "neutral"],
              "properties": {
                "total": {"$ref": "#/$defs/count"},
                "supportive": {"$ref": "#/$defs/count"},
                "critical": {"$ref": "#/$defs/count"},
                "neutral": {"$ref": "#/$defs/count"}
              }
            },
            "ids": {"type": "array", "items": {"type": "string"}}
          }
        },
        "changes": {
          "type": "object",
          "description": "By stance; a stance of which a share is not known is left out.",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": false,
            "required": ["difference", "chance_low", "chance_high", "is_clear", "rereading"],
            "properties": {
              "difference": {"type": "number", "minimum": -1, "maximum": 1,
                "description": "Without what another reading of the same posts moves."},
              "chance_low": {"type": "number", "minimum": -1, "maximum": 1},
              "chance_high": {"type": "number", "minimum": -1, "maximum": 1},
              "is_clear": {"type": "boolean", "description": "The interval leaves out 0."},
              "rereading": {"type": ["number", "null"], "minimum": -1, "maximum": 1,
                "description": "From before to reread: what the program reading the same posts otherwise moves besides."}
            }
          }
        },
        "side": {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "by_post", "by_person"],
          "properties": {
            "name": {"type": "string"},
            "by_post": {"$ref": "#/$defs/shares"},
            "by_person": {"$ref": "#/$defs/shares"}
          }
        },
        "share": {
          "type": "object",
          "additionalProperties": false,
          "required": ["count", "share", "chance_low", "chance_high"],
          "properties": {
            "count": {"$ref": "#/$defs/count"},
            "share": {"$ref": "#/$defs/unit"},
            "chance_low": {"$ref": "#/$defs/unit"},
            "chance_high": {"$ref": "#/$defs/unit"}
          }
        },
        "shares": {
          "type": "object",
          "additionalProperties": false,
          "required": ["total", "supportive", "critical", "neutral"],
          "properties": {
            "total": {"$ref": "#/$defs/count"},
            "supportive": {"$ref": "#/$defs/share"},
            "critical": {"$ref": "#/$defs/share"},
            "neutral": {"$ref": "#/$defs/share"}
          }
        }
      }
    }
    """
}
