#pragma once
// Everything the session knows, in two halves: the Device (what outlives a design: fonts, images, the size of the view)
// and the Desk (one open design with its camera, selection and gesture). The rooms of the session are free functions
// over a Desk, one file per concern.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "display/build.h"
#include "display/custom_fonts.h"
#include "display/scene.h"
#include "display/snap.h"
#include "operations/apply.h"
#include "operations/builder.h"
#include "operations/undo.h"
#include "session/board.h"
#include "session/camera.h"
#include "session/frame_math.h"
#include "session/generated/local.pb.h"
#include "session/rng.h"
#include "session/saving.h"
#include "sync/view.h"
#include "text/caret.h"
#include "text/fonts.h"

namespace flashkit::session {

struct Device {
  Rng rng;
  bool mac = false;
  std::string name = "Guest";       // who peers see here
  std::uint32_t colour = 0x5B5BD6;  // of our pointer on the screens of others
  double now_ms = 0;
  ViewSize view;
  text::FontLibrary fonts;
  display::ImageTable images;
  std::set<std::string, std::less<>> fonts_asked;                    // files of the catalogue, sources of designs
  std::map<std::string, text::FontId, std::less<>> fonts_by_source;  // that designs brought along and that have come
  std::set<std::string, std::less<>> images_asked;
  std::vector<Event> said;  // news that is given one by one
  std::uint64_t next_tab_message = 1;
  std::optional<sync::ReplicaStatus> replica;

  template <class Message>
  void say(Message message) {
    Event event;
    event.kind = std::move(message);
    said.push_back(std::move(event));
  }
};

// What is kept for a page that was shown or asked for.
struct PageBook {
  std::unique_ptr<display::PageScene> scene;  // null until it is needed
  std::uint64_t version = 1;                  // counts changes, whether built or not
  bool stale = true;                          // the scene does not hold all changes yet
  bool asked = false;                         // the skin reads this page (a thumbnail): tell it of changes
  bool announce = true;                       // its version is newer than the last PagePainted
  display::SceneChange change;                // since the last build
  display::Damage damage;                     // since the last PagePainted
};

// What the skin was told of a page in a DesignState, and what of it may be out of date.
struct ToldPage {
  PageState state;
  std::vector<std::string> colours;  // of its elements, in tree order, each once
  std::uint64_t order = 0;           // stands for which nodes lie where on the page
  bool names = true;                 // a layer's name, lock or visibility may be another
  bool places = true;                // nodes may have come, gone or changed places
  bool paints = true;                // a colour may be another
};

// Modifiers with their meaning on this platform.
struct Hold {
  bool shift = false;
  bool alt = false;
  bool command = false;  // Control, or Meta on a Mac
  bool space = false;
};

struct Desk;

// Something that goes on between pointer down and pointer up. Every move shows a preview; finish makes the operation.
class Gesture {
 public:
  Gesture() = default;
  Gesture(const Gesture&) = delete;
  Gesture& operator=(const Gesture&) = delete;
  virtual ~Gesture() = default;
  virtual void move(Desk& desk, Point view, const Hold& hold) = 0;
  virtual void finish(Desk& desk, Point view, const Hold& hold) = 0;
  virtual void cancel(Desk& desk) = 0;
  virtual void show(const Desk&, Overlay&) const {}
  virtual const char* cursor() const { return "default"; }
  virtual bool moves_elements() const { return false; }
  // Whether the board comes along when the pointer is held at the edge of the view.
  virtual bool scrolls() const { return moves_elements(); }
};

// A text element whose letters are being edited. Indexes are code points of `shown`.
struct TextEdit {
  base::NodeId node;
  std::u32string base;   // as the document has it without the burst
  std::u32string shown;  // with the burst and the composition
  std::uint32_t caret = 0;
  std::uint32_t anchor = 0;  // the other end of the selection
  text::Affinity affinity = text::Affinity::Downstream;
  std::optional<double> column_x;  // where moving up or down began
  // What an input method has not finished, and what it stands over.
  bool composing = false;
  std::uint32_t composition_begin = 0;
  std::uint32_t composition_length = 0;
  std::u32string replaced;
  double typed_ms = 0;
  std::optional<double> burst_began_ms;  // nothing: `base` has all that is final
  bool typed = false;                    // at least one operation was made
  bool follows_lines = false;            // a stored height that was that of the lines goes on being it
  bool may_join = false;                 // the next burst goes into the undo step of the one before
  // The characters before caret and anchor, kept while someone else's changes come in; nothing: the start.
  std::optional<document::TextPoint> caret_point;
  std::optional<document::TextPoint> anchor_point;
  std::optional<text::CaretMap> carets;  // of what is laid out now
  geometry::Affine to_page;
  double rotation = 0;
};

struct PeerState {
  PresenceState said;
};

struct Snapshot {  // the last of each kind that was given
  std::optional<Board> board;
  std::optional<Camera> camera;
  std::optional<Overlay> overlay;
  std::optional<Selection> selection;
  std::optional<DesignState> design;
  std::optional<Saving> saving;
  std::optional<TextEditing> text_editing;
  std::optional<Peers> peers;
  std::optional<PointerShape> pointer_shape;
  std::optional<WakeAt> wake;
};

struct Desk {
  explicit Desk(Device& of) : device(of) {}
  Device& device;

  base::DocumentId document_id;
  base::Capability capability;
  bool complete = false;  // there is something to show
  sync::Role role = sync::Role::Edit;
  bool update_needed = false;  // a newer program changed the design: it is this program that may not
  std::vector<sync::KeptOperation> rejected;
  bool row_told = false;  // what the home screen's row was told last
  std::string row_name;
  PageSize row_size;

  sync::View view;
  operations::UndoStack undo;
  std::uint32_t restored_steps = 0;  // of undo on top, made by restoring a version
  double nudged_ms = -1e9;           // when an arrow key made the newest operation
  std::optional<base::ClientId> client;
  std::uint64_t next_number = 1;
  SavingTracker saving;

  // Previews: applied on top of the view's document and rolled back before anything else touches it.
  std::optional<operations::Operation> preview;
  std::optional<operations::Rollback> preview_rollback;
  std::vector<operations::Rollback> peer_rollbacks;
  // An earlier version that is looked at: a preview like the others, made anew whenever the document changes below it.
  std::optional<sync::Checkpoint> shown_version;

  std::optional<std::vector<display::CustomFont>> fonts;  // that the design brings along; nothing: not looked at yet
  std::vector<BoardPage> board;
  std::map<base::NodeId, PageBook> pages;
  std::map<base::NodeId, ToldPage> told_pages;
  CameraView camera;
  bool fitted = false;  // the first page was brought into view once

  Tool tool = Tool::Select;
  std::vector<base::NodeId> selected;
  base::NodeId page;  // the page that is worked on
  std::optional<base::NodeId> hovered;
  Point pointer;  // view
  bool pointer_inside = false;
  double scrolled_ms = -1e9;  // when the board last came along with a gesture at the edge
  Hold hold;
  std::string cursor = "default";
  std::unique_ptr<Gesture> gesture;
  std::optional<TextEdit> text_edit;
  std::optional<Clipboard> copied;  // here, at once: the browser's clipboard answers later
  int pastes = 0;                   // of what was copied last; each goes a step further

  std::map<std::string, PeerState> peers;
  bool presence_dirty = false;
  double presence_sent_ms = -1e9;
  PresenceState presence_last;

  // What has to be looked at when the news is drained.
  bool board_changed = true;
  bool pages_marked = true;  // some page that is not in view may have news
  bool fonts_marked = true;  // the design may bring other fonts along
  bool overlay_changed = true;
  bool selection_changed = true;
  bool design_changed = true;
  Snapshot given;

  const document::Document& document() const { return view.document(); }
};

}  // namespace flashkit::session
