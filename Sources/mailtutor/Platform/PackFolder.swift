import Foundation
import LessonEngine

/// A pack's folder on disk, as the `PackFiles` that the engine reads. Links that lead out of the folder are not
/// followed: a pack is somebody else's.
struct PackFolder {
  let folder: URL

  init(_ path: String) { folder = URL(fileURLWithPath: path).resolvingSymlinksInPath() }

  /// nil when there is no such folder.
  var files: PackFiles? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      return nil
    }
    let folder = folder
    return PackFiles(
      names: {
        let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
        return names.sorted()
      },
      read: { name in
        let file = folder.appendingPathComponent(name).resolvingSymlinksInPath()
        guard PackFiles.isInside(name), file.path.hasPrefix(folder.path + "/") else { return nil }
        let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
        guard size <= 16 << 20 else { return nil }
        return FileManager.default.contents(atPath: file.path).map(Array.init)
      })
  }
}
