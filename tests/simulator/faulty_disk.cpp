#include "tests/simulator/faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace flashkit::simulator {

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

namespace {

constexpr std::size_t k_sector = 512;

struct OpenFile {
  sqlite3_file base;
  FaultyDisk* disk;
  std::shared_ptr<DiskFile>* file;
};

OpenFile& open_file(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
DiskFile& disk_file(sqlite3_file* file) { return **open_file(file).file; }
FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

void put(std::string& bytes, std::uint64_t offset, const char* data, std::size_t size) {
  if (bytes.size() < offset + size) bytes.resize(offset + size, '\0');
  std::memcpy(bytes.data() + offset, data, size);
}

void write(DiskFile& file, std::uint64_t offset, const char* data, std::size_t size) {
  DiskFile::Change change;
  change.offset = offset;
  change.size = size;
  change.size_before = file.now.size();
  if (offset < file.now.size()) change.replaced = file.now.substr(offset, size);
  put(file.now, offset, data, size);
  file.unsynced.push_back(std::move(change));
}

void truncate(DiskFile& file, std::uint64_t size) {
  DiskFile::Change change;
  change.offset = size;
  change.truncation = true;
  change.size_before = file.now.size();
  if (size < file.now.size()) change.replaced = file.now.substr(size);
  file.now.resize(size, '\0');
  file.unsynced.push_back(std::move(change));
}

void take_back(std::string& bytes, const DiskFile::Change& change) {
  bytes.resize(change.size_before, '\0');
  if (!change.replaced.empty()) put(bytes, change.offset, change.replaced.data(), change.replaced.size());
}

// The power goes: each change since the last sync stays by chance only, and some by halves.
void lose_unsynced(DiskFile& file, Random& random) {
  std::vector<std::string> written(file.unsynced.size());
  for (std::size_t i = file.unsynced.size(); i-- > 0;) {
    const DiskFile::Change& change = file.unsynced[i];
    if (!change.truncation) written[i] = file.now.substr(change.offset, change.size);
    take_back(file.now, change);
  }
  for (std::size_t i = 0; i < written.size(); ++i) {
    const DiskFile::Change& change = file.unsynced[i];
    if (random.one_in(2)) continue;
    if (change.truncation) {
      file.now.resize(change.offset, '\0');
      continue;
    }
    if (written[i].size() > k_sector && random.one_in(3)) {
      written[i].resize(k_sector * (1 + random.below(written[i].size() / k_sector)));
    }
    put(file.now, change.offset, written[i].data(), written[i].size());
  }
  file.unsynced.clear();
}

int close_file(sqlite3_file* file) {
  delete open_file(file).file;
  return SQLITE_OK;
}
int read_file(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
  const std::string& now = disk_file(file).now;
  const auto from = static_cast<std::size_t>(offset);
  const auto wanted = static_cast<std::size_t>(amount);
  const std::size_t there = from >= now.size() ? 0 : std::min(wanted, now.size() - from);
  if (open_file(file).disk->dead()) return SQLITE_IOERR_READ;
  std::memcpy(out, now.data() + std::min(from, now.size()), there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}
int write_file(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  FaultyDisk& disk = *open_file(file).disk;
  if (const int code = disk.change_allowed()) return code == SQLITE_IOERR ? SQLITE_IOERR_WRITE : code;
  DiskFile& target = disk_file(file);
  if (disk.full && static_cast<std::size_t>(offset) + static_cast<std::size_t>(amount) > target.now.size())
    return SQLITE_FULL;
  write(target, static_cast<std::uint64_t>(offset), static_cast<const char*>(data), static_cast<std::size_t>(amount));
  return SQLITE_OK;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = open_file(file).disk->change_allowed())
    return code == SQLITE_IOERR ? SQLITE_IOERR_TRUNCATE : code;
  truncate(disk_file(file), static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}
int sync_file(sqlite3_file* file, int) {
  if (const int code = open_file(file).disk->change_allowed()) return code == SQLITE_IOERR ? SQLITE_IOERR_FSYNC : code;
  DiskFile& target = disk_file(file);
  target.unsynced.clear();
  target.exists_durably = true;
  return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(disk_file(file).now.size());
  return SQLITE_OK;
}
int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int check_reserved_lock(sqlite3_file*, int* out) {
  *out = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(k_sector); }
int characteristics(sqlite3_file*) { return 0; }

const sqlite3_io_methods k_methods = {1,
                                      close_file,
                                      read_file,
                                      write_file,
                                      truncate_file,
                                      sync_file,
                                      file_size,
                                      lock_file,
                                      lock_file,
                                      check_reserved_lock,
                                      file_control,
                                      sector_size,
                                      characteristics,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      nullptr};

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  FaultyDisk& disk = disk_of(vfs);
  file->pMethods = nullptr;
  if (disk.dead()) return SQLITE_CANTOPEN;
  std::shared_ptr<DiskFile> opened;
  if (name == nullptr) {
    opened = std::make_shared<DiskFile>();
  } else {
    const auto found = disk.files.find(name);
    if (found != disk.files.end()) {
      opened = found->second;
    } else if ((flags & SQLITE_OPEN_CREATE) != 0) {
      opened = std::make_shared<DiskFile>();
      disk.files[name] = opened;
    } else {
      return SQLITE_CANTOPEN;
    }
  }
  OpenFile& out = open_file(file);
  out.disk = &disk;
  out.file = new std::shared_ptr<DiskFile>(std::move(opened));
  out.base.pMethods = &k_methods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}
int vfs_delete(sqlite3_vfs* vfs, const char* name, int) {
  FaultyDisk& disk = disk_of(vfs);
  if (const int code = disk.change_allowed()) return code == SQLITE_IOERR ? SQLITE_IOERR_DELETE : code;
  return disk.files.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}
int vfs_access(sqlite3_vfs* vfs, const char* name, int, int* out) {
  const auto found = disk_of(vfs).files.find(name);
  *out = found != disk_of(vfs).files.end() && !found->second->now.empty() ? 1 : 0;
  return SQLITE_OK;
}
int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}
int vfs_randomness(sqlite3_vfs* vfs, int size, char* out) {
  for (int i = 0; i < size; ++i) out[i] = static_cast<char>(disk_of(vfs).random.next());
  return size;
}
int vfs_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
int vfs_time(sqlite3_vfs*, double* out) {
  *out = 2461000.5;
  return SQLITE_OK;
}
int vfs_last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

std::string DiskFile::durable() const {
  std::string out = now;
  for (auto change = unsynced.rbegin(); change != unsynced.rend(); ++change) take_back(out, *change);
  return out;
}

FaultyDisk::FaultyDisk(std::uint64_t seed) : random(seed) {
  // The address names it for as long as it lives; it never reaches anything that is compared.
  name_ = "faulty" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
  auto* vfs = new sqlite3_vfs();
  std::memset(vfs, 0, sizeof *vfs);
  vfs->iVersion = 1;
  vfs->szOsFile = sizeof(OpenFile);
  vfs->mxPathname = 512;
  vfs->zName = name_.c_str();
  vfs->pAppData = this;
  vfs->xOpen = vfs_open;
  vfs->xDelete = vfs_delete;
  vfs->xAccess = vfs_access;
  vfs->xFullPathname = vfs_full_path;
  vfs->xRandomness = vfs_randomness;
  vfs->xSleep = vfs_sleep;
  vfs->xCurrentTime = vfs_time;
  vfs->xGetLastError = vfs_last_error;
  sqlite3_vfs_register(vfs, 0);
  vfs_ = vfs;
}

FaultyDisk::~FaultyDisk() {
  auto* vfs = static_cast<sqlite3_vfs*>(vfs_);
  sqlite3_vfs_unregister(vfs);
  delete vfs;
}

int FaultyDisk::change_allowed() {
  if (dies_after == 0) dead_ = true;
  if (dies_after > 0) --dies_after;
  if (dead_) return SQLITE_IOERR;
  if (random.one_in(fail_one_in)) return SQLITE_IOERR;
  return SQLITE_OK;
}

FaultyDisk::Picture FaultyDisk::picture() const {
  Picture out;
  for (const auto& [name, file] : files) {
    if (file->exists_durably) out[name] = file->durable();
  }
  return out;
}

void FaultyDisk::restore(const Picture& picture) {
  files.clear();
  for (const auto& [name, bytes] : picture) {
    auto file = std::make_shared<DiskFile>();
    file->now = bytes;
    file->exists_durably = true;
    files[name] = std::move(file);
  }
}

void FaultyDisk::revive(bool power_loss) {
  dead_ = false;
  dies_after = -1;
  if (!power_loss) return;
  for (auto entry = files.begin(); entry != files.end();) {
    DiskFile& file = *entry->second;
    lose_unsynced(file, random);
    if (!file.exists_durably && random.one_in(2)) {
      entry = files.erase(entry);
    } else {
      ++entry;
    }
  }
}

}  // namespace flashkit::simulator
