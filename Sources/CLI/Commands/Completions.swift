extension Command {
  static let completions = Command(
    name: "completions",
    summary: "print the completions of commands for a shell",
    operands: "bash|zsh|fish",
    readsInput: false,
    examples: [
      ("groundswell completions bash >> ~/.bash_completion", "for bash; then open a new shell"),
      ("groundswell completions zsh > ~/.zfunc/_groundswell", "a folder that is in fpath"),
      ("groundswell completions fish > ~/.config/fish/completions/groundswell.fish", "for fish"),
    ],
    flags: []
  ) { arguments in
    let scripts = ["bash": Completions.bash, "zsh": Completions.zsh, "fish": Completions.fish]
    guard arguments.operands.count == 1, let script = scripts[arguments.operands[0]] else {
      throw UsageError(
        problem: "no completions for '\(arguments.operands.joined(separator: " "))'",
        advice: "expected groundswell completions bash, zsh or fish"
      )
    }
    try StandardOutput.print(script)
  }
}

/// What shells are told about the commands; files are completed by the shells themselves.
private enum Completions {
  /// What may follow commands that take words in place of files.
  private static let words = [
    "help": Command.all.map(\.name) + Help.topicNames, "schema": ["summary", "diff"],
    "completions": ["bash", "zsh", "fish"],
  ]

  private static var names: [(name: String, summary: String)] {
    Command.all.map { ($0.name, $0.summary) } + [("help", "what a command or a topic means")]
  }

  static var bash: String {
    let cases = Command.all.map { command in
      "    \(([command.name] + command.aliases).joined(separator: "|"))) "
        + "words=\"\(command.flags.map(\.name).joined(separator: " "))\" ;;\n"
    }
    let operands = words.sorted { $0.key < $1.key }.map { name, words in
      "    \(name)) COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")); return ;;\n"
    }
    return """
      _groundswell() {
        local word=${COMP_WORDS[COMP_CWORD]} words=
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(names.map(\.name).joined(separator: " "))" -- "$word"))
          return
        fi
        case ${COMP_WORDS[1]} in
      \(operands.joined())\(cases.filter { !$0.contains("words=\"\"") }.joined())  esac
        # Where nothing is found, readline completes files.
        case $word in -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;; esac
      }
      complete -o default -F _groundswell groundswell

      """
  }

  static var zsh: String {
    func items(_ items: [(String, String)]) -> String {
      items.map { quoted("\($0):\($1)") }.joined(separator: " ")
    }
    let cases = Command.all.filter { !$0.flags.isEmpty }.map { command in
      "    \(([command.name] + command.aliases).joined(separator: "|"))) "
        + "flags=(\(items(command.flags.map { ($0.name, $0.help) }))) ;;\n"
    }
    let operands = words.sorted { $0.key < $1.key }.map { name, words in
      "    \(name)) compadd \(words.joined(separator: " ")); return ;;\n"
    }
    return """
      #compdef groundswell
      _groundswell() {
        local -a commands flags
        commands=(\(items(names.map { ($0.name, $0.summary) })))
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        case $words[2] in
      \(operands.joined())\(cases.joined())  esac
        if [[ $words[CURRENT] == -* ]]; then _describe option flags; else _files; fi
      }
      if [ "$funcstack[1]" = _groundswell ]; then _groundswell "$@"; else compdef _groundswell groundswell; fi

      """
  }

  static var fish: String {
    var text = ""
    for (name, summary) in names {
      text +=
        "complete -c groundswell -n __fish_use_subcommand -f -a \(name) -d \(quoted(summary))\n"
    }
    for (name, words) in words.sorted(by: { $0.key < $1.key }) {
      text +=
        "complete -c groundswell -n '__fish_seen_subcommand_from \(name)' -f "
        + "-a '\(words.joined(separator: " "))'\n"
    }
    for command in Command.all {
      let names = ([command.name] + command.aliases).joined(separator: " ")
      for flag in command.flags {
        let value = flag.value != nil && !flag.valueIsOptional ? " -r" : ""
        text +=
          "complete -c groundswell -n '__fish_seen_subcommand_from \(names)' "
          + "-l \(flag.name.dropFirst(2))\(value) -d \(quoted(flag.help))\n"
      }
    }
    return text
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
