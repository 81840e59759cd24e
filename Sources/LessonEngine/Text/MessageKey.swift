/// Every sentence of `Locales/TAG/ui.yaml` that the program asks for by name; the raw value is its place in the file.
/// Sentences that belong to the cases of another type, one each, are asked for by that type: see `UIKey`.
public enum MessageKey: String, CaseIterable, Hashable, UIKey {
  case wordsGood = "words.good"
  case wordsBad = "words.bad"
  case wordsRemark = "words.remark"

  case stepHeading = "step.heading"
  case stepJourney = "step.journey"
  case stepStuck = "step.stuck"
  case stepStillOpen = "step.still-open"
  case stepEnter = "step.enter"
  case stepDone = "step.done"
  case stepAnswer = "step.answer"
  case stepAnswerNumber = "step.answer-number"
  case stepAnswerText = "step.answer-text"

  case otherwisePassed = "otherwise.passed"
  case otherwiseMarked = "otherwise.marked"
  case otherwiseRemoved = "otherwise.removed"
  case otherwiseLeft = "otherwise.left"
  case otherwiseLetter = "otherwise.letter"

  case titleMinutes = "title.minutes"

  case finishedLesson = "finished.lesson"
  case finishedMistakes = "finished.mistakes"
  case finishedNext = "finished.next"
  case finishedGoOn = "finished.go-on"
  case finishedAll = "finished.all"

  case hintTitle = "hint.title"
  case hintMore = "hint.more"
  case hintThenShow = "hint.then-show"
  case hintNone = "hint.none"
  case hintNoMore = "hint.no-more"

  case solutionTitle = "solution.title"
  case solutionTyped = "solution.typed"
  case solutionEmpty = "solution.empty"
  case solutionYours = "solution.yours"

  case whyNothing = "why.nothing"
  case explainNothing = "explain.nothing"

  case whereOffline = "where.offline"
  case whereConnected = "where.connected"
  case whereData = "where.data"

  case langWhich = "lang.which"
  case langNow = "lang.now"

  case base64Usage = "base64.usage"
  case base64Result = "base64.result"

  case wordUnknown = "word.unknown"
  case wordSlash = "word.slash"

  case backFirst = "back.first"
  case backDone = "back.done"

  case redoDone = "redo.done"
  case emptyLine = "empty-line"
  case emptyLineOffline = "empty-line-offline"
  case emptyLineUnconnected = "empty-line-unconnected"
  case emptyAnswer = "empty-answer"
  case closedByServer = "closed-by-server"
  case programSaid = "program-said"
  case reconnect

  case answerChoose = "answer.choose"
  case answerNumber = "answer.number"

  case fold
  case foldLine = "fold-line"
  case forgiven

  case helpIntro = "help.intro"
  case helpLegal = "help.legal"
  case helpOffline = "help.offline"
  case helpUnconnected = "help.unconnected"
  case helpData = "help.data"

  case startChoose = "start.choose"
  case startResumed = "start.resumed"
  case startNext = "start.next"
  case startDamaged = "start.damaged"
  case startUnwritable = "start.unwritable"
  case startDiskFull = "start.disk-full"
  case startNotAllowed = "start.not-allowed"

  case endSaved = "end.saved"
  case endNotSaved = "end.not-saved"
  case endInterrupted = "end.interrupted"
  case endInputEnded = "end.input-ended"
  case endLineCut = "end.line-cut"

  case listDone = "list.done"
  case listStarted = "list.started"
  case listOpen = "list.open"
  case listMinutes = "list.minutes"
  case listFooter = "list.footer"

  case errorUnknownLesson = "error.unknown-lesson"

  case connectOpening = "connect.opening"
  case connectConnected = "connect.connected"
  case connectSecured = "connect.secured"
  case connectUnverified = "connect.unverified"
  case connectHelloAgain = "connect.hello-again"
  case connectInClear = "connect.in-clear"
  case connectClosed = "connect.closed"
  case connectWaiting = "connect.waiting"
  case connectStoppedWaiting = "connect.stopped-waiting"
  case connectGaveUp = "connect.gave-up"
  case connectGivenUp = "connect.given-up"
  case connectAskQuit = "connect.ask-quit"
  case connectAskLetter = "connect.ask-letter"
  case connectAskPiece = "connect.ask-piece"
  case connectNotSent = "connect.not-sent"
  case connectNoLesson = "connect.no-lesson"
  case connectWhere = "connect.where"
  case connectWhereData = "connect.where-data"
  case connectInterrupted = "connect.interrupted"

  case realMinutes = "real.minutes"
  case realBegins = "real.begins"
  case realShortened = "real.shortened"
  case realJourney = "real.journey"
  case realWrongProtocol = "real.wrong-protocol"
  case realUser = "real.user"
  case realAddress = "real.address"
  case realNoAnswer = "real.no-answer"
  case realBadAddress = "real.bad-address"
  case realPassword = "real.password"
  case realDiffers = "real.differs"
  case realDiffersHere = "real.differs-here"
  case realNoWayBack = "real.no-way-back"
  case realSkipped = "real.skipped"
  case realReconnect = "real.reconnect"

  case serveWhy = "serve.why"
  case serveLearner = "serve.learner"

  case encodeUnknownKind = "encode.unknown-kind"
  case encodeArguments = "encode.arguments"
  case encodeNoSecret = "encode.no-secret"
  case encodeTooLong = "encode.too-long"
  case encodeBase64 = "encode.base64"
  case encodePlain = "encode.plain"
  case encodeAPOP = "encode.apop"
  case encodeCRAMMD5 = "encode.cram-md5"
  case encodeTyped = "encode.typed"
  case encodeTypedAPOP = "encode.typed-apop"
  case encodeTypedAlone = "encode.typed-alone"
  case encodeInClear = "encode.in-clear"
  case encodeOnce = "encode.once"
  case encodeSeen = "encode.seen"
  case encodeExactly = "encode.exactly"
  case encodeBanner = "encode.banner"
  case encodeChallenge = "encode.challenge"
  case encodeTextLong = "encode.text-long"

  case decodeUnknownKind = "decode.unknown-kind"
  case decodeAnyone = "decode.anyone"
  case decodeRepaired = "decode.repaired"
  case decodeToEncode = "decode.to-encode"

  public var key: String { rawValue }
}
