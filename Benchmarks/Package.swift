// swift-tools-version:6.2
// A package of its own, so that learners never build it. No dependencies.
import PackageDescription

let package = Package(
  name: "mailtutor-benchmarks",
  platforms: [.macOS(.v14)],
  targets: [.executableTarget(name: "mailload")]
)
