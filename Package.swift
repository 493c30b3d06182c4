// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

let package = Package(
  name: "groundswell",
  products: [
    .executable(name: "groundswell", targets: ["groundswell"]),
    .library(name: "Groundswell", targets: ["Ingest", "Scoring", "Report"]),
  ],
  targets: [
    // The data flow, in the order in which a post takes it.
    .target(name: "Ingest", swiftSettings: strict),
    .target(name: "ModelWeights", exclude: ["groundswell.model", "words.vectors"]),
    .target(name: "Scoring", dependencies: ["Ingest", "ModelWeights"], swiftSettings: strict),
    .target(name: "Report", dependencies: ["Ingest", "Scoring"], swiftSettings: strict),
    .systemLibrary(name: "Malloc"),
    .executableTarget(
      name: "groundswell",
      dependencies: ["Ingest", "Scoring", "Report", "Malloc"],
      path: "Sources/CLI",
      swiftSettings: strict
    ),

    .target(
      name: "TestSupport",
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "benchmarks",
      dependencies: ["Ingest", "Scoring", "Report"],
      path: "Tests/Benchmarks",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "simulations",
      dependencies: ["Ingest", "Scoring", "Report"],
      path: "Tests/Simulations",
      swiftSettings: strict
    ),
    .testTarget(
      name: "IngestTests",
      dependencies: ["Ingest", "Scoring", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ScoringTests",
      dependencies: ["Ingest", "Scoring", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Ingest", "Scoring", "Report", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CLITests",
      dependencies: ["groundswell", "Report", "TestSupport"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
