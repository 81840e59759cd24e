// swift-tools-version:6.2
// The house and its one-way arrows: a target may use only what it names here.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "mailtutor",
  platforms: [.macOS(.v14)],
  products: [.executable(name: "mailtutor", targets: ["mailtutor"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .target(name: "MailProtocol", swiftSettings: strict),
    .target(name: "MailSimulator", dependencies: ["MailProtocol"], swiftSettings: strict),
    .target(
      name: "MailNetwork",
      dependencies: [
        "MailProtocol",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "X509", package: "swift-certificates"),
      ],
      swiftSettings: strict),
    .target(
      name: "LessonEngine", dependencies: ["MailProtocol", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "LessonStage", dependencies: ["LessonEngine", "MailProtocol", "MailSimulator"], swiftSettings: strict),
    .target(
      name: "LessonLint", dependencies: ["LessonEngine", "LessonStage", "MailProtocol", "MailSimulator"],
      swiftSettings: strict),
    .target(name: "ProgressStore", dependencies: ["LessonEngine"], swiftSettings: strict),
    .target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "TerminalUI", dependencies: ["LessonEngine", "MailProtocol", "CLibEdit"], swiftSettings: strict),
    .executableTarget(
      name: "mailtutor",
      dependencies: [
        "LessonEngine", "LessonLint", "LessonStage", "MailNetwork", "MailProtocol", "MailSimulator", "ProgressStore",
        "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MailProtocolTests",
      dependencies: ["MailProtocol", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
    // What several test targets start from: built-in personalities, recorded sessions, seeded noise.
    .target(
      name: "TestSupport",
      dependencies: [
        "MailProtocol", "MailSimulator", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "MailSimulatorTests",
      dependencies: [
        "MailProtocol", "MailSimulator", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MailNetworkTests",
      dependencies: [
        "MailNetwork",
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "X509", package: "swift-certificates"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LessonEngineTests",
      dependencies: [
        "LessonEngine", "LessonLint", "LessonStage", "MailProtocol", "MailSimulator", "ProgressStore", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Judging/Corrections"],
      swiftSettings: strict),
    .testTarget(
      name: "LessonLintTests",
      dependencies: ["LessonEngine", "LessonLint", "MailProtocol", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .testTarget(
      name: "ProgressStoreTests",
      dependencies: ["LessonEngine", "ProgressStore", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .testTarget(name: "LocalesTests", dependencies: ["LessonEngine", "MailProtocol"], swiftSettings: strict),
    .testTarget(
      name: "TerminalUITests", dependencies: ["LessonEngine", "MailProtocol", "TerminalUI"], swiftSettings: strict),
  ]
)
