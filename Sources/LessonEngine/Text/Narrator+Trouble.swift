import MailProtocol

/// What the narrator says of a trouble that a server's or a program's words tell of: what happened, who can mend it, what
/// to try, and the lesson that shows it.
extension Narrator {
  func trouble(_ trouble: Trouble) -> [Paragraph] {
    let text = TroubleText(catalog)
    var paragraphs: [Paragraph] = []
    if let recipient = trouble.recipient {
      let values: MessageValues = ["recipient": recipient, "host": trouble.host ?? ""]
      paragraphs.append(notice(trouble.host == nil ? .troubleRecipient : .troubleRecipientAt, values, .heading))
    }
    paragraphs += labelled(trouble.basis == .words ? .troubleWhat : .troubleByCode, text.what(trouble))
    if let enhanced = trouble.disagreeing {
      let meaning = catalog.text(.replies, "smtp.enhanced.detail.\(enhanced.subject).\(enhanced.detail)") ?? ""
      paragraphs.append(
        .text(catalog.ui(.troubleRegistry, ["code": "\(enhanced)", "meaning": meaning]), level: 2))
    }
    // Where all is well there is nothing to mend.
    if trouble.cause != Trouble.accepted { paragraphs += labelled(.troubleWho, text.who(trouble)) }
    paragraphs += labelled(.troubleTry, text.try(trouble))
    return paragraphs + (trouble.lesson.map { [notice(.troubleLesson, ["lesson": $0])] } ?? [])
  }

  private func labelled(_ key: MessageKey, _ text: String?) -> [Paragraph] {
    text.map { Paragraph.marked(.label(catalog.ui(key)), [$0]) } ?? []
  }
}

/// A trouble in the sentences of one language. Whoever tells it, on a screen or as JSON, takes them from here.
public struct TroubleText {
  private let catalog: MessageCatalog

  public init(_ catalog: MessageCatalog) { self.catalog = catalog }

  public func what(_ trouble: Trouble) -> String? { catalog.text(.field, "cause.\(trouble.cause).what") }
  public func `try`(_ trouble: Trouble) -> String? { catalog.text(.field, "cause.\(trouble.cause).try") }
  public func who(_ trouble: Trouble) -> String? { catalog.text(.field, "who.\(trouble.mender.rawValue)") }
}
