import MailProtocol

/// What the narrator says of a line that was wrong, or not quite right. Its id and the section that it rests on are told
/// by `/why`: under every mistake they would only distract.
extension Narrator {
  mutating func mistake(_ diagnosis: Diagnosis, step: Int?, _ texts: [String]) -> [Paragraph] {
    Paragraph.marked(.bad(catalog.ui(.wordsBad)), sentences(diagnosis, step: step, texts))
  }

  mutating func caution(_ diagnosis: Diagnosis) -> [Paragraph] {
    Paragraph.marked(remark, sentences(diagnosis, step: nil, []))
  }

  /// The reason is for `/why`.
  mutating func letterRemark(_ diagnosis: Diagnosis, step: Int?, _ texts: [String]) -> [Paragraph] {
    Paragraph.marked(remark, sentences(diagnosis, step: step, texts, saysWhy: false))
  }

  mutating func remark(_ diagnosis: Diagnosis, step: Int?, _ texts: [String]) -> [Paragraph] {
    if let step, diagnosis.id == .lessonRightIdea, ownText(step, texts) == nil,
      told.contains(diagnosis.id.rawValue)
    {
      return [.text(catalog.ui(.stepStillOpen, ["step": String(step + 1)]), .dim, level: 1)]
    }
    let texts = sentences(diagnosis, step: step, texts)
    // A lesson's own aside is whole as it is; a forgiven spelling needs the word that it was forgiven.
    guard !diagnosis.id.rawValue.hasPrefix("lesson.") else { return Paragraph.marked(remark, texts) }
    let first = paragraph([catalog.ui(.forgiven), texts.first ?? ""])
    return Paragraph.marked(remark, [first] + texts.dropFirst())
  }

  func why(_ diagnosis: Diagnosis) -> [Paragraph] {
    let text = DiagnosisText(catalog)
    return Paragraph.marked(remark, [text.what(diagnosis), text.why(diagnosis)].compactMap(\.self))
      + [.aside(DiagnosisText.source(diagnosis))]
  }

  private var remark: Span.Mark { .remark(catalog.ui(.wordsRemark)) }

  /// The lesson's own words for this mistake if it has any, else what is wrong, why (once), and what to type.
  private mutating func sentences(
    _ diagnosis: Diagnosis, step: Int?, _ texts: [String], saysWhy: Bool = true
  ) -> [String] {
    if let own = ownText(step, texts), !isReal || diagnosis.id.isOfTheLineAlone { return own.paragraphs }
    let isNew = saysWhy && told.insert(diagnosis.id.rawValue).inserted
    let text = DiagnosisText(catalog)
    return [paragraph([text.what(diagnosis), isNew ? text.why(diagnosis) : nil, text.fix(diagnosis)])]
  }

  /// What the lesson itself says of the line, where a text was written for it.
  private func ownText(_ step: Int?, _ texts: [String]) -> Prose.Section? {
    guard let step = stepProse(step) else { return nil }
    return texts.lazy.compactMap { step.wrong[$0] }.first
  }

  private func paragraph(_ sentences: [String?]) -> String {
    sentences.compactMap(\.self).joined(separator: catalog.language.sentenceSpace)
  }
}

extension Diagnosis.ID {
  /// What was typed is reason enough, whatever accounts and letters the server has.
  fileprivate var isOfTheLineAlone: Bool {
    if self == .lessonWrongAnswer { return true }
    return ["input", "verb", "state", "path", "hello", "base64", "line"].contains { rawValue.hasPrefix($0 + ".") }
  }
}
