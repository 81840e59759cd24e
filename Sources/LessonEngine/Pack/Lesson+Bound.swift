import MailProtocol

extension Lesson {
  /// The lesson with values in the places of its names, ready to be played or proven.
  ///
  /// - Throws: a finding for each binding that stands for nothing, at the place of its text in `lesson.yaml`.
  public func bound(to bindings: Bindings) throws(Findings) -> Lesson {
    var mistakes: [(path: [StrictYAML.YAMLStep], mistake: BindingMistake)] = []
    let steps = steps.enumerated().map { index, step in
      step.rewritten { text, use, place in
        let bound = bindings.bind(text, as: use)
        if let (mistake, _) = bound.mistake { mistakes.append(([.key("steps"), .index(index)] + place.path, mistake)) }
        return bound.text
      }
    }
    let keep = keep?.rewritten { text, use, path in
      let bound = bindings.bind(text, as: use)
      if let (mistake, _) = bound.mistake { mistakes.append(([.key("keep")] + path, mistake)) }
      return bound.text
    }
    guard mistakes.isEmpty else {
      let yaml = try yaml()
      throw Findings(
        mistakes.map { path, mistake in
          let place = yaml.place(of: path)
          return Finding(file, line: place.line, column: place.column, mistake.sentence, rule: mistake.rule)
        })
    }
    return with(steps, keep: keep)
  }
}

extension Step {
  /// Where a text of a step stands in `lesson.yaml`.
  enum TextPlace {
    case task([StrictYAML.YAMLStep])
    case accept(Int)
    case wrong(Int, line: Int?)
    case solution(Int)
    case assumes([StrictYAML.YAMLStep])
    case keep([StrictYAML.YAMLStep])

    /// Below the step.
    var path: [StrictYAML.YAMLStep] {
      switch self {
      case .task(let path): path
      case .accept(let index): [.key("accept"), .index(index)]
      case .wrong(let index, nil): [.key("wrong"), .index(index), .key("line")]
      case .wrong(let index, let line?): [.key("wrong"), .index(index), .key("lines"), .index(line)]
      case .solution(let index): [.key("solution"), .index(index)]
      case .assumes(let path): [.key("assumes")] + path
      case .keep(let path): [.key("keep")] + path
      }
    }
  }

  /// The same step with other texts, in every place where bindings may stand.
  func rewritten(_ replaced: (String, Bindings.Use, TextPlace) -> String) -> Step {
    Step(
      id: id, task: task.rewritten { replaced($0, $1, .task($2)) }, reply: reply, state: state,
      accept: accept.enumerated().map { replaced($1, .pattern, .accept($0)) },
      wrong: wrong.enumerated().map { index, wrong in
        let lines = wrong.lines.enumerated().map { number, line in
          replaced(line, .line, .wrong(index, line: wrong.lines.count == 1 ? nil : number))
        }
        return Wrong(lines: lines, diagnosis: wrong.diagnosis, say: wrong.say)
      }, solution: solution.enumerated().map { replaced($1, .line, .solution($0)) },
      assumes: assumes?.rewritten { replaced($0, $1, .assumes($2)) },
      keep: keep?.rewritten { replaced($0, $1, .keep($2)) })
  }
}

extension Goal {
  /// The same goal with other texts.
  ///
  /// - Parameter replaced: gets each text, what it is for, and its path below the goal.
  func rewritten(_ replaced: (String, Bindings.Use, [StrictYAML.YAMLStep]) -> String) -> Goal {
    func text(_ text: String, _ key: CodingKeys) -> String { replaced(text, .line, [.key(key.rawValue)]) }
    func rewritten(_ patterns: [CommandPattern], _ key: CodingKeys) -> [CommandPattern] {
      patterns.enumerated().map { index, pattern in
        CommandPattern(replaced(pattern.text, .pattern, [.key(key.rawValue), .index(index)]))
      }
    }
    return Goal(
      predicates.map { predicate in
        switch predicate {
        case .sent(let patterns): .sent(rewritten(patterns, .sent))
        case .never(let patterns): .never(rewritten(patterns, .never))
        case .deliveredFrom(let address): .deliveredFrom(text(address, .from))
        case .deliveredTo(let address): .deliveredTo(text(address, .to))
        case .deliveredSubject(let subject): .deliveredSubject(text(subject, .subject))
        case .deliveredBody(let body): .deliveredBody(text(body, .body))
        case .deliveredHeader(let names):
          .deliveredHeader(
            names.enumerated().map { replaced($1, .line, [.key(CodingKeys.header.rawValue), .index($0)]) })
        case .session, .maildropCount, .maildropOctets, .maildropDeleted, .maildropLeft, .maildropKeep: predicate
        }
      })
  }
}
