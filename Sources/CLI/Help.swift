internal import FoundationEssentials
internal import Ingest

/// What the program says about itself.
enum Help {
  static let overview = """
    groundswell: who is for a post, who is against it, and how that changed

    Examples:
      groundswell analyse replies.jsonl
          the breakdown of the replies to the most answered post of an export
      groundswell analyse replies.jsonl --target '@jo' --opponent '@inspectorate' --json
          told who is who; as JSON
      groundswell analyse replies.jsonl --html report.html --csv tables
          as a page and as tables
      groundswell check replies.jsonl
          can this export be trusted?

    Commands:
    \(Command.all.map { "  " + filled($0.name, 12) + $0.summary }.joined(separator: "\n"))
      help        this text; help COMMAND and help TOPIC say more

    Topics: \(topicNames.joined(separator: ", "))
    Exit codes: 0 done, 1 failed, 2 called wrongly, 3 a check found problems; 128 and
    its number where a signal broke it off (130 for Ctrl-C).
    Environment: NO_COLOR (no colours), TMPDIR (temporary files), XDG_CACHE_HOME
    (answers of --scorer), TZ (the zone of times that are shown).

    """

  /// What is said beyond the commands.
  private static let topics: [(name: String, text: String)] = [
    (
      "labels",
      """
      Stance: whose side is the author of a post on, towards the target and the stand they took?

        supportive   sides with the stand: praise, thanks, an attack on the opponent over it
        critical     sides against it: blame, mockery, a defence of the opponent
        neutral      neither: a question, information, off topic, honestly torn

      Stance is not sentiment: "They are bullies" about the opponent is supportive. It is towards the
      stand and never towards the post that is answered: "Well said!" under a critical reply is
      critical. Sentiment, from -1 to 1, is the tone of the words, whoever they are aimed at.

      Every post of an input ends in exactly one status:

        scored       has a stance
        target       is by the target: a moment on the timeline, not a reaction
        repost       repeats another post: reach, not an opinion
        duplicate    has an id that was seen before
        unscored     has no stance, for a reason: deleted, no_words, language, other_conversation
        rejected     could not be read

      The program errs, and a share may be ten points off. Label some posts by hand, and the report
      corrects its shares by them, and intervals get narrow. With 200 labels, twenty minutes of work,
      shares of 10,000 posts are off by two points on average, and by six at most in 95 of 100 cases:

        groundswell label replies.jsonl --output labels.jsonl --brief brief.json
        groundswell analyse replies.jsonl --brief brief.json --labels labels.jsonl

      Labels are lines such as {"id": "1002", "stance": "critical"}; what 'score' wrote is none. Labels of
      several people go in several files, each with its own --labels; a post that two label otherwise is an
      error that names both lines. All must be of posts drawn at random from all that count, as 'label'
      draws them: where they do not look so, the report says it and corrects nothing. Fewer than 30 correct
      nothing. Labels that a model learned from (--model) correct it too little. Counts, the course over
      time, events and terms stay as the program finds them.

      """
    ),
    (
      "brief",
      """
      A brief says whom the reactions are to. Nothing in it is required: without one the root is the
      post with the most reactions below it, its author is the target, and the report says so.

        {
          "target": ["Jo Harker", "@jo_harker"],
          "allies": ["the teachers' union"],
          "opponents": ["the inspectorate", "@inspectorate"],
          "stand": "Jo Harker refuses the inspectors entry",
          "root": ["1001"],
          "events": [{"at": "2023-03-20T18:30:00Z", "label": "asks supporters to stay away"}]
        }

      Name people as the posts do: full names, handles with @, what everybody calls them. The flags
      --target, --ally, --opponent, --root and --stand add to it. A root is an id or the address of a post;
      of one that answers another, what is below it counts.
      Times of events without a zone are read as those of posts: UTC, or what --assume-zone says. A day
      alone counts from the midnight that begins it.

      An export without replies, such as a search for a hashtag, is read against the brief alone: name
      the target.

      """
    ),
    (
      "lexicon",
      """
      A lexicon is a file of words whose side or tone you know, such as the slogans of a campaign, one
      JSON object a line; --lexicon names it.

        {"term": "#letthemin", "side": "critical"}
        {"term": "hold the line", "side": "supportive", "weight": 2}
        {"term": "gutted", "tone": -1}

      A term is one word or several, in any case. 'side' is supportive, critical or neutral, towards the
      target's stand; 'tone' is -1, 0 or 1. By itself, a text that has the term is taken to be on that side with
      odds that are larger by e to the power of 'weight' (1.1, which is three times, where none is
      given; at most 10); the rest of the text keeps its say, and so do the posts around it. The report says how many terms it was
      made with. Intervals do not get narrower by them: they hold no post for surer than the built-in
      model is of it without them, for nobody measured how right your terms are. 'groundswell evaluate'
      with the same --lexicon tells.

      """
    ),
    (
      "scorer",
      """
      Who has a better reader than the built-in model, such as a large language model, plugs it in:

        groundswell analyse replies.jsonl --scorer 'my-scorer --fast' --scorer-below 0.8

      The command is run by the shell and reads one JSON object a line for each post that it is asked
      about:

        {"id": "1002", "stand": "Jo Harker refuses the inspectors entry",
         "brief": {"target": ["Jo Harker"], "allies": [], "opponents": ["the inspectorate"]},
         "chain": [{"by_target": true, "text": "I've refused entry."}], "text": "Good on you."}

      'chain' holds the root and the eight nearest posts above it, the root first. Copies of one text below
      one post are asked about once. It answers, in any order, with a line for each:

        {"id": "1002", "supportive": 0.9, "critical": 0.04, "neutral": 0.06}
        {"id": "1003", "stance": "critical"}

      What it says stands, and has a say in what the posts around mean. Posts that it leaves out keep
      what the model says; the report says how many it decided. Answers are kept in a file as they come, as
      numbers without texts, so that the next run does not ask again, nor one after a run that was broken
      off, if the command writes each line at once; they are kept by command and question, so after a change
      behind the same command give another --scorer-cache. A stance without probabilities counts as
      0.9. 'stand' and the lists of 'brief' are empty where nobody said them. 'score' asks only with
      --context file. Nobody measured how right your command is, and how sure it says it is counts for
      nothing there: intervals hold no post for surer than the built-in model is of it, so they allow for its
      errors, and the report says that yours may be larger. 'groundswell evaluate' with the same --scorer
      tells. The program itself opens no connection; the command is yours.
      scripts/openai-scorer asks any server that speaks the OpenAI protocol, such as one on your machine.

      """
    ),
    (
      "input",
      """
      Exports in some fifty forms are known by their members; 'groundswell formats' lists them.
      They may be lines, arrays or pretty-printed JSON, in UTF-8 or UTF-16, compressed or not.

      In any other export, each object is a post. Names of members are found by a table, in any case
      and with or without _ and -; the usual ones are

        id, conversation_id, in_reply_to, quote_of, repost_of, author, created_at, text,
        like_count, repost_count, lang

      'groundswell check' shows which members were taken, and where author, time or id are missing,
      which were not used. Where they have other names, say so, with a dot before each level down; a
      name that no line has is an error:

        --fields text=Comment,author=data.by,time=Posted

      There are these fields:

        \(InputFormat.fieldNames.joined(separator: ", "))

      Only a text and an id or a time are needed; a time that cannot be read will do. Several files are
      one export. Times may be RFC 3339, epoch seconds or milliseconds, '31 May 2026 14:03', or as mail
      and old Twitter write them, but not 05/06/2026; without a zone they count as UTC, and the report
      says so. Markup in texts becomes plain text, and entities are decoded once. A parent of 0 means
      none, unless a post has the id 0.
      The order of the lines means nothing. A line that cannot be read is counted and shown with its
      place, and --rejects FILE keeps it. EXPORTS.md says how a table becomes lines.

      '-' is standard input, also of a brief, a lexicon or labels; as the name of an output it is
      standard output, where one thing goes at a time. A file that is there already is written over,
      unless the command reads it.

      """
    ),
    (
      "scale",
      """
      One machine reads exports of many millions of posts. Beyond that, and wherever an export lies in
      pieces, parts are analysed apart and merged:

        groundswell split replies.jsonl --into 8 --output parts
        for part in parts/*.jsonl; do
          groundswell analyse "$part" --all-conversations --partial="$part.partial" \\
            --input-name replies.jsonl
        done
        groundswell merge parts/*.partial --html report.html

      The result is that of one run with the same options (--input-name too, which leaves out the places
      of lines that could not be read), byte for byte, where each post has a line of its own and each
      conversation is in one part; 'split' cuts so. Each part is merged once: one that was counted already is refused, and so is a folder with older
      parts where 'split' is to write new ones. Without a brief each conversation counts towards its own first post; with --target all count
      towards the target; with --root ID one conversation counts, whichever part it is in.

      A part is one line of JSON. Parts can be merged in any order, into parts of their own ('merge
      --partial'), and later with more. They hold keys of people and posts and the words of up to 32,768
      posts in their order, so keep them as you keep the export. No report made of parts quotes posts.

      Counts of posts are exact. Up to 1,048,576 scored posts everybody is kept; beyond that, people, times
      and terms are those of one in 2, 4, 8 … people, drawn by their keys, and multiplied; the report says
      so. Half a million people show a share to a tenth of a point.

      scripts/engines has the same under Apache Spark and GNU parallel, and reads 'score' with DuckDB and
      pandas.

      """
    ),
  ]

  static let topicNames = topics.map(\.name)

  /// The help of a command or topic; the overview where none is named.
  static func text(about name: String?) throws -> String {
    guard let name else { return overview }
    if let command = Command.named(name) { return text(of: command) }
    if let topic = topics.first(where: { $0.name == name }) { return filled(topic.text) }
    throw UsageError(
      problem: "no help about '\(name)'",
      advice: Suggestion.advice(
        for: name,
        among: Command.all.map(\.name) + topicNames,
        otherwise: "groundswell help lists commands and topics"
      )
    )
  }

  static func text(of command: Command) -> String {
    var text = "groundswell \(command.name): \(command.summary)\n\nExamples:\n"
    for example in command.examples {
      text += "  \(example.line)\n      \(example.purpose)\n"
    }
    text += "\nUsage: groundswell \(command.name) \(command.operands)\n"
    if !command.aliases.isEmpty {
      text += "       (also \(command.aliases.joined(separator: ", ")))\n"
    }
    if !command.flags.isEmpty {
      text += "\nOptions:\n"
      for flag in command.flags { text += line(of: flag) }
    }
    if !command.notes.isEmpty { text += "\n" + wrapped(command.notes, indent: 0) }
    return text
  }

  private static func line(of flag: Flag) -> String {
    var usage = "  " + flag.name
    if let value = flag.value { usage += flag.valueIsOptional ? "[=\(value)]" : " \(value)" }
    let column = 26
    let help = wrapped(flag.help, indent: column)
    guard usage.count < column - 1 else { return usage + "\n" + help }
    return filled(usage, column) + help.dropFirst(column)
  }

  /// Breaks the paragraphs of a text anew; those with indented lines stay as they are.
  private static func filled(_ text: String) -> String {
    text.components(separatedBy: "\n\n").map { paragraph in
      let lines = paragraph.split(separator: "\n")
      guard !lines.contains(where: { $0.hasPrefix(" ") }) else { return paragraph }
      return String(wrapped(lines.joined(separator: " "), indent: 0).dropLast())
    }.joined(separator: "\n\n") + "\n"
  }

  private static func filled(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  /// Breaks a text into lines of at most 80 columns.
  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = margin
      for word in paragraph.split(separator: " ") {
        if line.count + word.count + 1 > 80, line.count > indent {
          lines.append(line)
          line = margin
        }
        line += line.count > indent ? " \(word)" : String(word)
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
