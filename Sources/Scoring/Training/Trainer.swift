internal import Dispatch
internal import Glibc
internal import Ingest
internal import Synchronization

/// Learns a model from labelled conversations.
package struct Trainer: Sendable {
  /// Posts of these sources count so much more than one; others count one.
  package var sourceWeights: [String: Float] = [:]
  package var seed: UInt64 = 1
  /// Whether word vectors have a say, and larger models; to see what each is worth.
  package var usesVectors = true
  package var usesTeachers = true

  package init() {}

  /// Conversations are left out in this many parts to learn how far the text can be trusted.
  private static let folds = 4

  /// Learns a model.
  ///
  /// - Parameters:
  ///   - conversations: What to learn from.
  ///   - teacher: Which larger model to believe where nobody labelled.
  ///   - sources: A line that says what the conversations are, kept in the model.
  /// - Returns: The model; the same conversations and seed give the same one.
  package func model(
    from conversations: [LabelledConversation],
    taughtBy teacher: TaughtLabel.Teacher = .whole,
    sources: String
  ) -> Model {
    let teacher = usesTeachers ? teacher : .nobody
    let told = conversations.filter(\.tellsStances)
    let others = conversations.filter { !$0.tellsStances }
    var graphs = told.map { ConversationGraph($0) }
    for fold in 0..<Self.folds {
      let isLeftOut: (Int) -> Bool = { $0 % Self.folds == fold }
      let kept = told.indices.filter { !isLeftOut($0) }.map { told[$0] }
      let text = text(from: kept + others, teacher)
      for number in told.indices where isLeftOut(number) {
        graphs[number].score(told[number], by: text)
      }
    }
    var inference = ConversationInference(calibratedOn: zip(graphs, told).map { ($0, $1) })
    var random = RandomNumbers(seed: seed)
    let lessons = zip(graphs, told).map { inference.lessons(of: $1, $0, using: &random) }
    // Those of one place have seen all; the others, by which the errors are measured, have left out a part each.
    let networks = Mutex<[Int: [ContextNetwork]]>([:])
    DispatchQueue.concurrentPerform(iterations: Self.folds + 1) { fold in
      let kept = lessons.indices.filter { $0 % Self.folds != fold }.flatMap { lessons[$0] }
      let learned = ContextNetwork.learned(from: kept, seed: seed)
      networks.withLock { $0[fold] = learned }
    }
    let learned = networks.withLock { $0 }
    var leftOut: [String: Evaluation] = [:]
    for (number, conversation) in told.enumerated() {
      inference.context = learned[number % Self.folds] ?? []
      leftOut[conversation.source, default: Evaluation()]
        .add(conversation.outcomes(of: graphs[number], by: inference))
    }
    inference.context = learned[Self.folds] ?? []
    return Model(
      text: text(from: conversations, teacher),
      inference: inference,
      english: englishWords(of: told),
      errorFactor: leftOut.values.map(\.errorFactor).max() ?? 0,
      sources: sources
    )
  }

  /// The linear models that are fitted; the stance gives the weights of both manners.
  private static let fitted: [Question] = [.stance, .tone, .agreement, .manner]

  private func text(
    from conversations: [LabelledConversation],
    _ teacher: TaughtLabel.Teacher
  ) -> TextModel {
    let trainers = Mutex<[Question: LinearTrainer]>([:])
    let networks = Mutex<[Question: DirectionNetwork]>([:])
    // The longest work first.
    let ofNetworks = usesVectors ? [Question.stance, .agreement] : []
    DispatchQueue.concurrentPerform(iterations: ofNetworks.count + Self.fitted.count) { number in
      guard number >= ofNetworks.count else {
        let question = ofNetworks[number]
        let examples = networkExamples(of: question, in: conversations, teacher)
        let learned = DirectionNetwork(learnedFrom: examples, seed: seed)
        networks.withLock { $0[question] = learned }
        return
      }
      let question = Self.fitted[number - ofNetworks.count]
      var trainer = LinearTrainer()
      trainer.fit(
        examples(of: question, in: conversations, teacher),
        LinearTrainer.Settings(
          rate: question == .tone ? 0.15 : 0.05,
          ownRate: question == .stance ? 0.5 : 0,
          seed: seed
        )
      )
      trainers.withLock { $0[question] = trainer }
    }
    func network(_ question: Question) -> DirectionNetwork {
      networks.withLock { $0[question] } ?? .silent
    }
    return TextModel(
      linear: LinearWeights(trainers.withLock { $0 }),
      stance: network(.stance),
      agreement: network(.agreement)
    )
  }

  private func networkExamples(
    of question: Question,
    in conversations: [LabelledConversation],
    _ teacher: TaughtLabel.Teacher
  ) -> [DirectionNetwork.Example] {
    conversations.flatMap { conversation in
      let weight = sourceWeights[conversation.source] ?? 1
      return conversation.posts.compactMap { post -> DirectionNetwork.Example? in
        guard let wanted = post.wanted(question, teacher) else { return nil }
        let isOfStance = question == .stance
        guard
          let other = isOfStance ? conversation.direction : conversation.direction(answeredBy: post)
        else { return nil }
        return DirectionNetwork.Example(
          evidence: post.evidence,
          other: other,
          isReal: isOfStance && conversation.manner == .real,
          wanted: wanted,
          weight: weight * post.sureness
        )
      }
    }
  }

  private func examples(
    of question: Question,
    in conversations: [LabelledConversation],
    _ teacher: TaughtLabel.Teacher
  ) -> [LinearTrainer.Example] {
    conversations.flatMap { conversation in
      let weight = sourceWeights[conversation.source] ?? 1
      return conversation.posts.compactMap { post -> LinearTrainer.Example? in
        // Posts of which nobody says the stance came from elsewhere than replies do.
        guard let found = post.wanted(question == .manner ? .stance : question, teacher) else {
          return nil
        }
        let wanted = question == .manner ? Triple(certain: conversation.manner.rawValue) : found
        return LinearTrainer.Example(
          features: post.evidence.features,
          wanted: wanted,
          weight: weight * post.sureness,
          manner: conversation.manner
        )
      }
    }
  }

  /// The words that occur in at least three scored posts, all of which are English.
  ///
  /// Not of the posts that teach the tone alone: these are so many that words of other languages in
  /// them are among those, and three texts in a hundred of such languages were scored, in place of one.
  private func englishWords(of conversations: [LabelledConversation]) -> EnglishWords {
    var counts: [UInt64: Int] = [:]
    for post in conversations.lazy.flatMap(\.posts) where post.isLearnedFrom {
      for hash in Set(post.text.tokens.filter { $0.kind == .word }.map(\.hash)) {
        counts[hash, default: 0] += 1
      }
    }
    var words = EnglishWords()
    for (hash, count) in counts where count >= 3 { words.insert(hash) }
    return words
  }
}

extension LabelledConversation.Post {
  /// A label of which its labeller was not sure counts half.
  var sureness: Float { gold?.sure == false ? 0.5 : 1 }

  /// The labelled answer to a question, from 0 to 2; `nil` where there is none to learn from.
  package func answer(to question: Question) -> Int? {
    guard let gold, gold.status == "scored" else { return nil }
    return switch question {
    case .stance, .stanceMadeUp: gold.stance?.index
    case .tone: gold.tone.map { $0 + 1 }
    case .agreement: position == .nested ? gold.agreement : nil
    case .manner: nil
    }
  }

  /// Whether somebody labelled it as scored, or a larger model read it.
  fileprivate var isLearnedFrom: Bool { gold.map { $0.status == "scored" } ?? (taught != nil) }

  /// The probabilities of the answers to learn: the labelled one and what a larger model says, half and
  /// half where there are both (Hinton, Vinyals, Dean 2015); of the tone, which needs less reading
  /// between the lines, the labelled one alone.
  fileprivate func wanted(_ question: Question, _ teacher: TaughtLabel.Teacher) -> Triple? {
    guard isLearnedFrom, question != .agreement || position == .nested else { return nil }
    let said = taught?.answer(to: question, by: teacher)
    guard let answer = answer(to: question) else { return said }
    let labelled = Triple(certain: answer)
    guard let said, question != .tone else { return labelled }
    return (labelled + said) / 2
  }
}

extension GoldLabel {
  /// 0 disagree, 1 neither, 2 agree.
  fileprivate var agreement: Int? {
    toParent.flatMap { ["disagree", "neither", "agree"].firstIndex(of: $0) }
  }
}

extension ConversationGraph {
  /// The shape of a labelled conversation, without scores.
  package init(_ conversation: LabelledConversation) {
    self.init(
      nodes: conversation.posts.map { Node(text: nil, parent: $0.parent, role: $0.role) },
      authors: conversation.posts.map(\.author)
    )
  }

  /// Scores the texts of all posts that can be read.
  package mutating func score(_ conversation: LabelledConversation, by text: TextModel) {
    let root = text.stance.root(conversation.direction)
    for (index, post) in conversation.posts.enumerated() {
      let isReadable = post.gold.map { $0.status == "scored" } ?? true
      guard !post.isTarget, isReadable else { continue }
      nodes[index].text = text.scores(
        of: post.evidence,
        under: root,
        answering: conversation.direction(answeredBy: post)
      )
    }
  }
}

extension LinearWeights {
  /// Takes what was learned.
  fileprivate init(_ trainers: [Question: LinearTrainer]) {
    var (biases, weights): ([Triple], [([Int], (Int) -> Triple)]) = ([], [])
    for question in Question.allCases {
      let manner: LinearTrainer.Manner = question == .stanceMadeUp ? .madeUp : .real
      let trainer = trainers[question == .stanceMadeUp ? .stance : question] ?? LinearTrainer()
      biases.append(trainer.bias(in: manner))
      weights.append((trainer.buckets, { trainer.weight(of: $0, in: manner) }))
    }
    self.init(biases: biases, weights: weights)
  }
}

extension ConversationInference {
  /// What ``context`` learns from a labelled conversation: all of it, its posts in handfuls, as in exports of a
  /// few posts, and each labelled post as if nothing were but the one that it answers, as in a stream.
  ///
  /// The handfuls were worth two points of macro-F1 of exports of three to thirteen posts, and cost those of
  /// hundreds nothing.
  fileprivate func lessons(
    of conversation: LabelledConversation,
    _ graph: ConversationGraph,
    using random: inout RandomNumbers
  ) -> [ContextLesson] {
    let beliefs = stances(of: graph).inContext
    func label(_ place: Int) -> (wanted: Triple, weight: Float)? {
      let post = conversation.posts[place]
      guard let stance = post.answer(to: .stance), graph.nodes[place].text != nil,
        !graph.nodes[place].isTarget
      else { return nil }
      return (Triple(certain: stance), post.sureness)
    }
    let whole = ContextLesson(graph, by: self) { label($0) }
    let labelled = conversation.posts.indices.filter { label($0) != nil }
    let handfuls = conversation.handfuls(of: labelled, using: &random).map { handful in
      ContextLesson(conversation.graph(of: handful.places, in: graph), by: self) { number in
        let place = handful.places[number]
        return handful.drawn.contains(place) ? label(place) : nil
      }
    }
    let alone = labelled.map { place in
      let node = graph.nodes[place]
      let answered = node.parent.flatMap { graph.nodes[$0].isTarget ? nil : beliefs[$0] }
      return ContextLesson(ConversationGraph(only: node, under: answered), by: self) {
        $0 == 0 ? label(place) : nil
      }
    }
    return [whole] + handfuls + alone
  }

  /// Chooses the temperature under which the labels are most likely by the texts alone.
  fileprivate init(
    calibratedOn labelled: [(graph: ConversationGraph, conversation: LabelledConversation)]
  ) {
    self.init(temperature: 1)
    var best = loss(on: labelled)
    for factor: Float in [2, 1.4, 1.2, 1.1] {
      for change in [factor, 1 / factor] {
        while true {
          let changed = ConversationInference(temperature: temperature * change)
          let loss = changed.loss(on: labelled)
          guard loss < best - 1e-5 else { break }
          (self, best) = (changed, loss)
        }
      }
    }
  }

  /// The mean of -ln of the probability of the right stance.
  private func loss(
    on labelled: [(graph: ConversationGraph, conversation: LabelledConversation)]
  ) -> Double {
    var sum = 0.0
    var count = 0.0
    for (graph, conversation) in labelled {
      let beliefs = stances(of: graph).inContext
      for (index, post) in conversation.posts.enumerated() {
        let belief = beliefs[index]
        guard let stance = post.answer(to: .stance), !post.isTarget else { continue }
        sum -= Double(Glibc.logf(belief[stance] + 1e-6))
        count += 1
      }
    }
    return sum / Swift.max(count, 1)
  }
}
