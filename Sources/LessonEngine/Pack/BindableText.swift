/// A text of a lesson, cut where bindings stand in it: `USER {me.user}`.
///
/// A brace before a letter begins a binding, which a brace ends. `{{` is one brace that begins none; any other brace
/// (`{42}`, `a{ b`, a closing one) stands for itself.
struct BindableText {
  enum Part: Hashable {
    case text(String)
    /// What stands between the braces.
    case binding(Substring)
    /// A brace that begins a binding and is not closed.
    case open
  }

  /// With the place where each begins.
  let parts: [(part: Part, start: String.Index)]

  init(_ text: String) {
    var parts: [(Part, String.Index)] = []
    var literal = ""
    var literalStart = text.startIndex
    func endLiteral(at next: String.Index) {
      if !literal.isEmpty { parts.append((.text(literal), literalStart)) }
      literal = ""
      literalStart = next
    }
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{") {
      literal += rest[..<brace]
      let inside = rest[rest.index(after: brace)...]
      if inside.first == "{" {
        literal += "{"
        rest = inside.dropFirst()
      } else if inside.first?.isASCII == true, inside.first?.isLetter == true {
        endLiteral(at: brace)
        if let end = inside.firstIndex(where: { "{}".contains($0) }), inside[end] == "}" {
          parts.append((.binding(inside[..<end]), brace))
          rest = inside[inside.index(after: end)...]
        } else {
          parts.append((.open, brace))
          rest = inside
        }
        literalStart = rest.startIndex
      } else {
        literal += "{"
        rest = inside
      }
    }
    literal += rest
    endLiteral(at: text.endIndex)
    self.parts = parts
  }

  /// Those of them that could have a value in some scenario.
  var bindings: [Binding] {
    parts.compactMap { part, _ in if case .binding(let inside) = part { Binding(inside) } else { nil } }
  }
}

/// For those who look at a lesson's texts as they are written.
public enum LessonText {
  /// Whether a binding stands in it that could have a value in some scenario.
  public static func hasBinding(_ text: String) -> Bool { !BindableText(text).bindings.isEmpty }
}
