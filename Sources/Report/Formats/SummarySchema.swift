/// The JSON Schema of the summary.
public enum SummarySchema {
  /// The schema, in draft 2020-12.
  public static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "groundswell.summary/1",
      "title": "What groundswell found in an export",
      "description": "Shares are from 0 to 1, intervals hold with 95 % confidence, times are UTC.",
      "type": "object",
      "additionalProperties": false,
      "required": ["schema", "tool", "input", "brief", "status", "stance", "sentiment", "timeline",
        "events", "changes", "bursts", "headline", "sensitivity", "labels", "terms", "representatives", "reach", "warnings"],
      "properties": {
        "schema": {"const": "groundswell.summary/1"},
        "tool": {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "version", "model_digest", "model_sources", "own_terms", "outside",
            "share_error", "lead_error", "errors_measured"],
          "properties": {
            "name": {"const": "groundswell"},
            "version": {"type": "string"},
            "model_digest": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "model_sources": {"type": "string", "description": "What the model learned from."},
            "own_terms": {"$ref": "#/$defs/count",
              "description": "How many terms of the user's own had a say."},
            "outside": {"type": ["object", "null"], "additionalProperties": false,
              "description": "How many posts a scorer of the user's own was asked about, and decided.",
              "required": ["asked", "answered"],
              "properties": {"asked": {"$ref": "#/$defs/count"}, "answered": {"$ref": "#/$defs/count"}}},
            "share_error": {"type": "number", "minimum": 0,
              "description": "Where the scorer is as sure as of these posts, 95 of 100 shares are off by no more for what it gets wrong; of shares corrected by labels, for what these leave open. By post or by person, the larger."},
            "lead_error": {"type": "number", "minimum": 0,
              "description": "The same of the lead of the larger of the two sides over the smaller: so far it may be below what was found."},
            "errors_measured": {"type": "boolean",
              "description": "Whether these two were measured: the program's own model alone decided, or labels correct the shares. Else they are what that would get wrong by itself, or more, and nobody measured what else had a say."}
          }
        },
        "input": {
          "type": "object",
          "description": "What was read. posts counts duplicates, but not context_posts, which stand only inside others.",
          "additionalProperties": false,
          "required": ["files", "posts", "context_posts", "formats", "other_records", "rejected",
            "rejected_by_reason", "first_rejections",
            "duplicates", "colliding_ids", "missing_parents", "conversations", "without_time",
            "without_zone", "assumed_zone", "mended_texts", "languages", "first_time", "last_time"],
          "properties": {
            "files": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "bytes", "lines", "blank_lines", "posts", "rejected"],
                "properties": {
                  "name": {"type": "string"},
                  "bytes": {"$ref": "#/$defs/count"},
                  "lines": {"$ref": "#/$defs/count"},
                  "blank_lines": {"$ref": "#/$defs/count"},
                  "posts": {"$ref": "#/$defs/count"},
                  "rejected": {"$ref": "#/$defs/count"}
                }
              }
            },
            "posts": {"$ref": "#/$defs/count"},
            "context_posts": {"$ref": "#/$defs/count"},
            "formats": {"$ref": "#/$defs/counts", "description": "Posts by export format."},
            "other_records": {"$ref": "#/$defs/counts",
              "description": "Records that are no posts, by what they are."},
            "rejected": {"$ref": "#/$defs/count"},
            "rejected_by_reason": {"$ref": "#/$defs/counts"},
            "first_rejections": {"type": "array", "items": {"type": "string"}},
            "duplicates": {"$ref": "#/$defs/count",
              "description": "Records whose id was read before; one record of each id is kept."},
            "colliding_ids": {"$ref": "#/$defs/count",
              "description": "Ids whose records differ in author, text and time, and so are of different posts."},
            "missing_parents": {"$ref": "#/$defs/count"},
            "conversations": {"$ref": "#/$defs/count"},
            "without_time": {"$ref": "#/$defs/count"},
            "without_zone": {"$ref": "#/$defs/count"},
            "assumed_zone": {"type": ["string", "null"],
              "description": "The zone of times that name none, where the user said it; else UTC."},
            "mended_texts": {"$ref": "#/$defs/count"},
            "languages": {"$ref": "#/$defs/counts", "description": "By the platform's tag."},
            "first_time": {"type": ["string", "null"]},
            "last_time": {"type": ["string", "null"]}
          }
        },
        "brief": {
          "type": "object",
          "description": "Whom and what the reactions are to, as it was used.",
          "additionalProperties": false,
          "required": ["target", "allies", "opponents", "stand", "root", "target_assumed",
            "root_assumed", "conversations_left_out"],
          "properties": {
            "target": {"$ref": "#/$defs/strings"},
            "allies": {"$ref": "#/$defs/strings"},
            "opponents": {"$ref": "#/$defs/strings"},
            "stand": {"type": "string"},
            "root": {"$ref": "#/$defs/strings"},
            "target_assumed": {"type": "boolean"},
            "root_assumed": {"type": "boolean"},
            "conversations_left_out": {"$ref": "#/$defs/count"}
          }
        },
        "status": {
          "type": "object",
          "description": "What became of the posts; scored, target, repost, duplicate and unscored add up to input.posts.",
          "additionalProperties": false,
          "required": ["scored", "scored_without_author", "target", "repost", "duplicate", "unscored",
            "unscored_by_reason"],
          "properties": {
            "scored": {"$ref": "#/$defs/count"},
            "scored_without_author": {"$ref": "#/$defs/count",
              "description": "Those of them that name no author: they are in by_post, and in nothing that is counted by person."},
            "target": {"$ref": "#/$defs/count"},
            "repost": {"$ref": "#/$defs/count"},
            "duplicate": {"$ref": "#/$defs/count"},
            "unscored": {"$ref": "#/$defs/count"},
            "unscored_by_reason": {"$ref": "#/$defs/counts"}
          }
        },
        "stance": {
          "type": "object",
          "additionalProperties": false,
          "required": ["by_post", "by_person", "by_ten_busiest"],
          "properties": {
            "by_post": {
              "$ref": "#/$defs/shares",
              "description": "One vote for each post; intervals allow for people who post often."
            },
            "by_person": {
              "$ref": "#/$defs/shares",
              "description": "One vote for each person whose handle is known."
            },
            "by_ten_busiest": {
              "type": "object",
              "description": "The posts by the people who posted most: ten, or fewer where more wrote as many as the tenth.",
              "additionalProperties": false,
              "required": ["people", "total", "supportive", "critical", "neutral"],
              "properties": {
                "people": {"$ref": "#/$defs/count", "description": "How many they are."},
                "total": {"$ref": "#/$defs/count"},
                "supportive": {"$ref": "#/$defs/count"},
                "critical": {"$ref": "#/$defs/count"},
                "neutral": {"$ref": "#/$defs/count"}
              }
            }
          }
        },
        "sentiment": {
          "type": "object",
          "description": "The mean tone of the posts of each stance, from -1 to 1.",
          "additionalProperties": false,
          "properties": {
            "supportive": {"type": "number", "minimum": -1, "maximum": 1},
            "critical": {"type": "number", "minimum": -1, "maximum": 1},
            "neutral": {"type": "number", "minimum": -1, "maximum": 1}
          }
        },
        "timeline": {
          "type": "object",
          "additionalProperties": false,
          "required": ["time_zone", "bin", "minimum_people", "earlier", "later", "bins"],
          "properties": {
            "time_zone": {"type": "string", "description": "The zone whose clock cuts the bins."},
            "bin": {"type": "string"},
            "minimum_people": {"$ref": "#/$defs/count"},
            "earlier": {"$ref": "#/$defs/count", "description": "Scored posts before the first bin."},
            "later": {"$ref": "#/$defs/count", "description": "Scored posts after the last bin."},
            "bins": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["start", "end", "label", "hours", "posts", "people"],
                "properties": {
                  "start": {"type": "string"},
                  "end": {"type": "string"},
                  "label": {"type": "string", "description": "What the clock shows at the start."},
                  "hours": {"type": "number"},
                  "posts": {"$ref": "#/$defs/stance_counts"},
                  "people": {"$ref": "#/$defs/shares"}
                }
              }
            }
          }
        },
        "events": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["at", "clock", "outside", "label", "is_from_brief", "window_hours", "people_before", "people_after",
              "supportive_change"],
            "properties": {
              "at": {"type": "string", "description": "A day counts from the midnight that begins it."},
              "clock": {"type": "string", "description": "What the clock shows, to the minute."},
              "outside": {"enum": ["before", "after", null],
                "description": "Whether it lies before the first scored post or after the last."},
              "label": {"type": "string"},
              "is_from_brief": {"type": "boolean",
                "description": "Else it is a post of the target that drew answers."},
              "window_hours": {"type": "number", "description": "The length of each of the two spans."},
              "people_before": {"$ref": "#/$defs/stance_counts"},
              "people_after": {"$ref": "#/$defs/stance_counts"},
              "supportive_change": {
                "description": "Of the share of supportive people; null where too few people posted.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "required": ["difference", "low", "high", "is_clear", "placebo", "without_copies"],
                "properties": {
                  "difference": {"type": "number", "minimum": -1, "maximum": 1},
                  "low": {"type": "number", "minimum": -1, "maximum": 1},
                  "high": {"type": "number", "minimum": -1, "maximum": 1},
                  "is_clear": {"type": "boolean",
                    "description": "The interval leaves out 0, also with copies of a text counted once, and at most one in twenty other moments shows as large a change; false where there are too few of these."},
                  "placebo": {"$ref": "#/$defs/unit",
                    "description": "The part of other moments of the export at which the share changes as much; null where there are too few of them to tell."},
                  "without_copies": {
                    "description": "The change with each text that several accounts posted counted once; null where no post of the spans is such a copy.",
                    "type": ["object", "null"],
                    "additionalProperties": false,
                    "required": ["copies", "difference", "low", "high"],
                    "properties": {
                      "copies": {"$ref": "#/$defs/count", "description": "Posts that are left out."},
                      "difference": {"type": ["number", "null"], "minimum": -1, "maximum": 1,
                        "description": "null where too few people are left."},
                      "low": {"type": ["number", "null"], "minimum": -1, "maximum": 1},
                      "high": {"type": ["number", "null"], "minimum": -1, "maximum": 1}
                    }
                  }
                }
              }
            }
          }
        },
        "changes": {
          "type": "array",
          "description": "Changes in the mix of stances that nobody pointed at.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["at", "clock", "people_before", "people_after", "p_value"],
            "properties": {
              "at": {"type": "string"},
              "clock": {"type": "string"},
              "people_before": {"$ref": "#/$defs/stance_counts"},
              "people_after": {"$ref": "#/$defs/stance_counts"},
              "p_value": {"type": "number", "minimum": 0, "maximum": 1}
            }
          }
        },
        "bursts": {
          "type": "array",
          "description": "Times in which posts came at more than an ordinary rate, without one that begins with the first posts.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["start", "end", "posts"],
            "properties": {
              "start": {"type": "string"},
              "end": {"type": "string"},
              "posts": {"$ref": "#/$defs/count"}
            }
          }
        },
        "sensitivity": {
          "type": "object",
          "description": "Whether other ways of counting say the same: the same side leads, the same stance is the largest, and no share leaves its interval. All of it, the headline and the shares that are compared too, is of the shares as found, without labels.",
          "additionalProperties": false,
          "required": ["is_robust", "checks"],
          "properties": {
            "is_robust": {"type": "boolean"},
            "checks": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["way", "claim", "stance", "shares", "is_same"],
                "properties": {
                  "way": {"type": "string"},
                  "claim": {"enum": ["majority", "plurality", "divided", "too_few"]},
                  "stance": {"enum": ["supportive", "critical", "neutral", null]},
                  "shares": {"type": "object", "additionalProperties": {"$ref": "#/$defs/unit"}},
                  "is_same": {"type": "boolean"}
                }
              }
            }
          }
        },
        "labels": {
          "type": ["object", "null"],
          "description": "What posts that the user labelled by hand make of the shares in stance, the headline, and tool.share_error; null without labels, and not in summaries of older versions. All else, counts among it, is as the program found it.",
          "additionalProperties": false,
          "required": ["count", "right", "by_hand", "not_counted", "without_stance", "lost", "weight_by_post", "weight_by_person", "found"],
          "properties": {
            "count": {"$ref": "#/$defs/count", "description": "Labelled posts that count."},
            "right": {"$ref": "#/$defs/count",
              "description": "Of how many of them the program found the stance that they are labelled with."},
            "by_hand": {"$ref": "#/$defs/stance_counts", "description": "What they are labelled with."},
            "not_counted": {"$ref": "#/$defs/count",
              "description": "Labels of posts of the export that have no stance."},
            "without_stance": {"$ref": "#/$defs/count",
              "description": "Labels that say that a post with a stance has none; these do not count either."},
            "lost": {"$ref": "#/$defs/count", "description": "Labels of posts that are not in the export."},
            "weight_by_post": {"$ref": "#/$defs/unit",
              "description": "How much what the program found counts in the shares by post: 0 is the labels alone, 1 adds what they differ by. null where labels are too few or do not look drawn at random, and the shares are as found."},
            "weight_by_person": {"$ref": "#/$defs/unit",
              "description": "The same by person; where it is not null, the vote of whoever posted on several sides is divided between these."},
            "found": {
              "type": "object",
              "description": "What the program found without the labels.",
              "additionalProperties": false,
              "required": ["headline", "by_post", "by_person"],
              "properties": {
                "headline": {"$ref": "#/$defs/headline"},
                "by_post": {"$ref": "#/$defs/shares"},
                "by_person": {"$ref": "#/$defs/shares"}
              }
            }
          }
        },
        "exchanges": {
          "type": "object",
          "description": "Where in the conversation people disagree; left out where the export does not say who answers whom.",
          "additionalProperties": false,
          "required": ["direct", "deeper", "answers", "argued_with"],
          "properties": {
            "direct": {"$ref": "#/$defs/level", "description": "Replies to the target's own posts."},
            "deeper": {"$ref": "#/$defs/level", "description": "Replies to replies."},
            "answers": {
              "type": "object",
              "description": "Answers to replies of other people that have a stance.",
              "additionalProperties": false,
              "required": ["total", "other_side", "same_side", "neutral"],
              "properties": {
                "total": {"$ref": "#/$defs/count"},
                "other_side": {"$ref": "#/$defs/count"},
                "same_side": {"$ref": "#/$defs/count"},
                "neutral": {"$ref": "#/$defs/count", "description": "One of the two takes no side."}
              }
            },
            "argued_with": {
              "type": "array",
              "description": "Replies that most people of the other side answer.",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "stance", "answers", "people_against", "people_with", "text"],
                "properties": {
                  "id": {"type": "string"},
                  "stance": {"enum": ["supportive", "critical"]},
                  "answers": {"$ref": "#/$defs/count"},
                  "people_against": {"$ref": "#/$defs/count"},
                  "people_with": {"$ref": "#/$defs/count"},
                  "text": {"type": ["string", "null"], "description": "With --quote only."}
                }
              }
            }
          }
        },
        "wordings": {
          "type": "object",
          "description": "Copies of one text count once.",
          "additionalProperties": false,
          "required": ["distinct", "copies", "stance", "copied"],
          "properties": {
            "distinct": {"$ref": "#/$defs/count"},
            "copies": {"$ref": "#/$defs/count"},
            "stance": {"$ref": "#/$defs/stance_counts"},
            "copied": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["stance", "posts", "accounts", "without_author", "id", "span_seconds", "text"],
                "properties": {
                  "stance": {"enum": ["supportive", "critical", "neutral"]},
                  "posts": {"$ref": "#/$defs/count"},
                  "accounts": {"$ref": "#/$defs/count"},
                  "without_author": {"$ref": "#/$defs/count", "description": "Posts of it that name no author."},
                  "id": {"type": "string", "description": "Of one of the posts."},
                  "span_seconds": {"type": ["integer", "null"]},
                  "text": {"type": ["string", "null"], "description": "With --quote only."}
                }
              }
            }
          }
        },
        "terms": {
          "type": "object",
          "description": "What each side says more often than the other, by people; copies of a text that several accounts posted count once.",
          "additionalProperties": {
            "type": "array",
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": ["term", "people", "others_people", "z_score"],
              "properties": {
                "term": {"type": "string"},
                "people": {"$ref": "#/$defs/count"},
                "others_people": {"$ref": "#/$defs/count"},
                "z_score": {"type": "number"}
              }
            }
          }
        },
        "representatives": {
          "type": "object",
          "description": "Posts nearest to the middle of their side.",
          "additionalProperties": {
            "type": "array",
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": ["id", "confidence", "likes", "text"],
              "properties": {
                "id": {"type": "string"},
                "confidence": {"$ref": "#/$defs/unit"},
                "likes": {"type": ["integer", "null"]},
                "text": {"type": ["string", "null"], "description": "With --quote only."}
              }
            }
          }
        },
        "reach": {
          "type": "object",
          "description": "How far posts went: no opinions of their own.",
          "additionalProperties": false,
          "required": ["reposts", "likes"],
          "properties": {
            "reposts": {"$ref": "#/$defs/count"},
            "likes": {"$ref": "#/$defs/counts", "description": "Of the posts of each stance."}
          }
        },
        "headline": {"$ref": "#/$defs/headline"},
        "sampling": {
          "type": "object",
          "description": "One in so many people was looked at: people for people and times, texts for what the posts say. 1 is all of them. Counts of people and over time are multiplied by people, reach.likes by texts; terms, wordings and representatives are those of the people looked at; input, status, stance.by_post and exchanges.answers are exact.",
          "additionalProperties": false,
          "required": ["people", "texts"],
          "properties": {
            "people": {"type": "integer", "minimum": 1},
            "texts": {"type": "integer", "minimum": 1}
          }
        },
        "warnings": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["code", "message"],
            "properties": {
              "code": {"type": "string"},
              "message": {"type": "string"}
            }
          }
        }
      },
      "$defs": {
        "count": {"type": "integer", "minimum": 0},
        "counts": {"type": "object", "additionalProperties": {"$ref": "#/$defs/count"}},
        "strings": {"type": "array", "items": {"type": "string"}},
        "unit": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "headline": {
          "type": "object",
          "additionalProperties": false,
          "required": ["claim", "stance", "text"],
          "properties": {
            "claim": {"enum": ["majority", "plurality", "divided", "too_few"]},
            "stance": {"enum": ["supportive", "critical", "neutral", null]},
            "text": {"type": "string"}
          }
        },
        "share": {
          "type": "object",
          "description": "A share with two 95 % intervals: low and high hold what chance and what the scorer's errors do, or of shares corrected by labels what these leave open of such errors; chance_low and chance_high what chance does alone. null where too few were counted.",
          "additionalProperties": false,
          "required": ["count", "share", "low", "high", "chance_low", "chance_high"],
          "properties": {
            "count": {"$ref": "#/$defs/count",
              "description": "How many the program found; of shares corrected by labels, share is not count by total."},
            "share": {"$ref": "#/$defs/unit"},
            "low": {"$ref": "#/$defs/unit"},
            "high": {"$ref": "#/$defs/unit"},
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
        },
        "level": {
          "type": "object",
          "additionalProperties": false,
          "required": ["posts", "people"],
          "properties": {
            "posts": {"$ref": "#/$defs/stance_counts"},
            "people": {"$ref": "#/$defs/shares", "description": "One vote for each person of the level."}
          }
        },
        "stance_counts": {
          "type": "object",
          "additionalProperties": false,
          "required": ["total", "supportive", "critical", "neutral"],
          "properties": {
            "total": {"$ref": "#/$defs/count"},
            "supportive": {"$ref": "#/$defs/count"},
            "critical": {"$ref": "#/$defs/count"},
            "neutral": {"$ref": "#/$defs/count"}
          }
        }
      }
    }
    """
}
