// Made by tools/generate.mjs from schema/local.proto.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id_bytes.h"
#include "base/result.h"
#include "base/unknown_fields.h"

namespace flashkit::session {

enum class PointerPhase : std::uint32_t {
  Move = 0,
  Down = 1,
  Up = 2,
  Cancel = 3,
  Leave = 4,
};

enum class ActionKind : std::uint32_t {
  None = 0,
  Undo = 1,
  Redo = 2,
  Delete = 3,
  Duplicate = 4,
  SelectAll = 5,
  SelectNone = 6,
  BringForward = 7,
  SendBackward = 8,
  BringToFront = 9,
  SendToBack = 10,
  Copy = 11,
  Cut = 12,
  ZoomIn = 13,
  ZoomOut = 14,
  ZoomFit = 15,
  ZoomActual = 16,
  ZoomSelection = 17,
  PageAdd = 18,
  PageDuplicate = 19,
  PageDelete = 20,
  PageShow = 21,
  EditText = 22,
  Group = 23,
  Ungroup = 24,
  LockToggle = 25,
  AlignLeft = 26,
  AlignCenter = 27,
  AlignRight = 28,
  AlignTop = 29,
  AlignMiddle = 30,
  AlignBottom = 31,
  DistributeHorizontally = 32,
  DistributeVertically = 33,
  Bold = 34,
  Italic = 35,
  Underline = 36,
  Store = 37,
  UndoRestore = 38,
};

enum class Tool : std::uint32_t {
  Select = 0,
  Text = 1,
  Rectangle = 2,
  Ellipse = 3,
  Line = 4,
  Pan = 5,
};

enum class SavingState : std::uint32_t {
  None = 0,
  Busy = 1,
  Device = 2,
  Cloud = 3,
  Offline = 4,
  NeedsYou = 5,
  MemoryOnly = 6,
  Update = 7,
};

struct Start {
  std::string seed;
  std::string font_catalog;
  std::string platform;
  base::UnknownFields unknown_fields;
  bool operator==(const Start&) const = default;
};
void encode(const Start& message, std::string& out);
base::Result<Start> decode_start(std::string_view bytes);

struct NewDesign {
  double width = 0;
  double height = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const NewDesign&) const = default;
};
void encode(const NewDesign& message, std::string& out);
base::Result<NewDesign> decode_new_design(std::string_view bytes);

struct OpenDesign {
  std::string document;
  std::string capability;
  std::string name;
  std::variant<std::monostate, NewDesign, std::string> source;
  base::UnknownFields unknown_fields;
  bool operator==(const OpenDesign&) const = default;
};
void encode(const OpenDesign& message, std::string& out);
base::Result<OpenDesign> decode_open_design(std::string_view bytes);

struct CloseDesign {
  base::UnknownFields unknown_fields;
  bool operator==(const CloseDesign&) const = default;
};
void encode(const CloseDesign& message, std::string& out);
base::Result<CloseDesign> decode_close_design(std::string_view bytes);

struct Viewport {
  double width = 0;
  double height = 0;
  double pixel_ratio = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Viewport&) const = default;
};
void encode(const Viewport& message, std::string& out);
base::Result<Viewport> decode_viewport(std::string_view bytes);

struct Modifiers {
  bool shift = false;
  bool control = false;
  bool alt = false;
  bool meta = false;
  bool space = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Modifiers&) const = default;
};
void encode(const Modifiers& message, std::string& out);
base::Result<Modifiers> decode_modifiers(std::string_view bytes);

struct Pointer {
  PointerPhase phase = PointerPhase{};
  double x = 0;
  double y = 0;
  std::uint32_t button = 0;
  std::uint32_t click_count = 0;
  std::string device;
  std::optional<Modifiers> modifiers;
  base::UnknownFields unknown_fields;
  bool operator==(const Pointer&) const = default;
};
void encode(const Pointer& message, std::string& out);
base::Result<Pointer> decode_pointer(std::string_view bytes);

struct Wheel {
  double x = 0;
  double y = 0;
  double delta_x = 0;
  double delta_y = 0;
  std::optional<Modifiers> modifiers;
  base::UnknownFields unknown_fields;
  bool operator==(const Wheel&) const = default;
};
void encode(const Wheel& message, std::string& out);
base::Result<Wheel> decode_wheel(std::string_view bytes);

struct Pinch {
  double x = 0;
  double y = 0;
  double scale = 0;
  double move_x = 0;
  double move_y = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Pinch&) const = default;
};
void encode(const Pinch& message, std::string& out);
base::Result<Pinch> decode_pinch(std::string_view bytes);

struct Key {
  std::string key;
  bool down = false;
  std::optional<Modifiers> modifiers;
  base::UnknownFields unknown_fields;
  bool operator==(const Key&) const = default;
};
void encode(const Key& message, std::string& out);
base::Result<Key> decode_key(std::string_view bytes);

struct TextInput {
  std::string text;
  bool composing = false;
  bool end = false;
  base::UnknownFields unknown_fields;
  bool operator==(const TextInput&) const = default;
};
void encode(const TextInput& message, std::string& out);
base::Result<TextInput> decode_text_input(std::string_view bytes);

struct Action {
  ActionKind kind = ActionKind{};
  std::string node;
  base::UnknownFields unknown_fields;
  bool operator==(const Action&) const = default;
};
void encode(const Action& message, std::string& out);
base::Result<Action> decode_action(std::string_view bytes);

struct ChooseTool {
  Tool tool = Tool{};
  base::UnknownFields unknown_fields;
  bool operator==(const ChooseTool&) const = default;
};
void encode(const ChooseTool& message, std::string& out);
base::Result<ChooseTool> decode_choose_tool(std::string_view bytes);

struct PropertyValue {
  std::string key;
  std::string value;
  base::UnknownFields unknown_fields;
  bool operator==(const PropertyValue&) const = default;
};
void encode(const PropertyValue& message, std::string& out);
base::Result<PropertyValue> decode_property_value(std::string_view bytes);

struct Insert {
  std::string type;
  std::vector<PropertyValue> properties;
  std::optional<double> x;
  std::optional<double> y;
  std::optional<double> width;
  std::optional<double> height;
  double offset = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Insert&) const = default;
};
void encode(const Insert& message, std::string& out);
base::Result<Insert> decode_insert(std::string_view bytes);

struct SetProperties {
  std::vector<std::string> nodes;
  std::vector<PropertyValue> properties;
  bool live = false;
  base::UnknownFields unknown_fields;
  bool operator==(const SetProperties&) const = default;
};
void encode(const SetProperties& message, std::string& out);
base::Result<SetProperties> decode_set_properties(std::string_view bytes);

struct SetPlacement {
  std::vector<std::string> nodes;
  std::optional<double> x;
  std::optional<double> y;
  std::optional<double> width;
  std::optional<double> height;
  std::optional<double> rotation;
  bool live = false;
  base::UnknownFields unknown_fields;
  bool operator==(const SetPlacement&) const = default;
};
void encode(const SetPlacement& message, std::string& out);
base::Result<SetPlacement> decode_set_placement(std::string_view bytes);

struct MoveNode {
  std::string node;
  std::string parent;
  std::string before;
  base::UnknownFields unknown_fields;
  bool operator==(const MoveNode&) const = default;
};
void encode(const MoveNode& message, std::string& out);
base::Result<MoveNode> decode_move_node(std::string_view bytes);

struct Select {
  std::vector<std::string> nodes;
  bool add = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Select&) const = default;
};
void encode(const Select& message, std::string& out);
base::Result<Select> decode_select(std::string_view bytes);

struct Rename {
  std::string name;
  base::UnknownFields unknown_fields;
  bool operator==(const Rename&) const = default;
};
void encode(const Rename& message, std::string& out);
base::Result<Rename> decode_rename(std::string_view bytes);

struct Paste {
  std::string text;
  std::string elements;
  bool copied = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Paste&) const = default;
};
void encode(const Paste& message, std::string& out);
base::Result<Paste> decode_paste(std::string_view bytes);

struct FontLoaded {
  std::string file;
  std::string bytes;
  std::string source;
  base::UnknownFields unknown_fields;
  bool operator==(const FontLoaded&) const = default;
};
void encode(const FontLoaded& message, std::string& out);
base::Result<FontLoaded> decode_font_loaded(std::string_view bytes);

struct ImageLoaded {
  std::string source;
  double width = 0;
  double height = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const ImageLoaded&) const = default;
};
void encode(const ImageLoaded& message, std::string& out);
base::Result<ImageLoaded> decode_image_loaded(std::string_view bytes);

struct ReplicaSaid {
  std::string message;
  base::UnknownFields unknown_fields;
  bool operator==(const ReplicaSaid&) const = default;
};
void encode(const ReplicaSaid& message, std::string& out);
base::Result<ReplicaSaid> decode_replica_said(std::string_view bytes);

struct ExportPolotno {
  base::UnknownFields unknown_fields;
  bool operator==(const ExportPolotno&) const = default;
};
void encode(const ExportPolotno& message, std::string& out);
base::Result<ExportPolotno> decode_export_polotno(std::string_view bytes);

struct Tick {
  base::UnknownFields unknown_fields;
  bool operator==(const Tick&) const = default;
};
void encode(const Tick& message, std::string& out);
base::Result<Tick> decode_tick(std::string_view bytes);

struct SettleKept {
  std::string client;
  std::uint64_t number = 0;
  bool retry = false;
  base::UnknownFields unknown_fields;
  bool operator==(const SettleKept&) const = default;
};
void encode(const SettleKept& message, std::string& out);
base::Result<SettleKept> decode_settle_kept(std::string_view bytes);

struct Introduce {
  std::string name;
  std::uint32_t colour = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Introduce&) const = default;
};
void encode(const Introduce& message, std::string& out);
base::Result<Introduce> decode_introduce(std::string_view bytes);

struct ShowVersion {
  std::string checkpoint;
  base::UnknownFields unknown_fields;
  bool operator==(const ShowVersion&) const = default;
};
void encode(const ShowVersion& message, std::string& out);
base::Result<ShowVersion> decode_show_version(std::string_view bytes);

struct RestoreVersion {
  base::UnknownFields unknown_fields;
  bool operator==(const RestoreVersion&) const = default;
};
void encode(const RestoreVersion& message, std::string& out);
base::Result<RestoreVersion> decode_restore_version(std::string_view bytes);

struct Command {
  double now_ms = 0;
  std::variant<std::monostate, Start, OpenDesign, CloseDesign, Viewport, Pointer, Wheel, Pinch, Key, TextInput, Action, ChooseTool, Insert, SetProperties, SetPlacement, MoveNode, Select, Rename, Paste, FontLoaded, ImageLoaded, ReplicaSaid, ExportPolotno, Tick, SettleKept, Introduce, ShowVersion, RestoreVersion> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const Command&) const = default;
};
void encode(const Command& message, std::string& out);
base::Result<Command> decode_command(std::string_view bytes);

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Box&) const = default;
};
void encode(const Box& message, std::string& out);
base::Result<Box> decode_box(std::string_view bytes);

struct TurnedBox {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double rotation = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const TurnedBox&) const = default;
};
void encode(const TurnedBox& message, std::string& out);
base::Result<TurnedBox> decode_turned_box(std::string_view bytes);

struct PagePainted {
  std::string page;
  std::uint64_t version = 0;
  std::vector<Box> damage;
  bool undamaged = false;
  base::UnknownFields unknown_fields;
  bool operator==(const PagePainted&) const = default;
};
void encode(const PagePainted& message, std::string& out);
base::Result<PagePainted> decode_page_painted(std::string_view bytes);

struct PageOnBoard {
  std::string page;
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  std::uint64_t version = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const PageOnBoard&) const = default;
};
void encode(const PageOnBoard& message, std::string& out);
base::Result<PageOnBoard> decode_page_on_board(std::string_view bytes);

struct Board {
  std::vector<PageOnBoard> pages;
  base::UnknownFields unknown_fields;
  bool operator==(const Board&) const = default;
};
void encode(const Board& message, std::string& out);
base::Result<Board> decode_board(std::string_view bytes);

struct Camera {
  double zoom = 0;
  double x = 0;
  double y = 0;
  bool settled = false;
  base::UnknownFields unknown_fields;
  bool operator==(const Camera&) const = default;
};
void encode(const Camera& message, std::string& out);
base::Result<Camera> decode_camera(std::string_view bytes);

struct SnapLine {
  double x1 = 0;
  double y1 = 0;
  double x2 = 0;
  double y2 = 0;
  std::string label;
  base::UnknownFields unknown_fields;
  bool operator==(const SnapLine&) const = default;
};
void encode(const SnapLine& message, std::string& out);
base::Result<SnapLine> decode_snap_line(std::string_view bytes);

struct PeerMark {
  std::string peer;
  std::string name;
  std::uint32_t colour = 0;
  std::optional<double> x;
  std::optional<double> y;
  std::vector<TurnedBox> selection;
  base::UnknownFields unknown_fields;
  bool operator==(const PeerMark&) const = default;
};
void encode(const PeerMark& message, std::string& out);
base::Result<PeerMark> decode_peer_mark(std::string_view bytes);

struct Undrawn {
  std::string reason;
  std::string detail;
  base::UnknownFields unknown_fields;
  bool operator==(const Undrawn&) const = default;
};
void encode(const Undrawn& message, std::string& out);
base::Result<Undrawn> decode_undrawn(std::string_view bytes);

struct Overlay {
  std::vector<TurnedBox> selected;
  std::optional<TurnedBox> frame;
  bool handles = false;
  bool rotatable = false;
  std::vector<SnapLine> snap_lines;
  std::optional<Box> marquee;
  std::optional<TurnedBox> hovered;
  std::vector<TurnedBox> text_selection;
  std::optional<TurnedBox> caret;
  std::string badge;
  double badge_x = 0;
  double badge_y = 0;
  std::vector<PeerMark> peers;
  bool line = false;
  std::vector<TurnedBox> composition;
  std::vector<std::string> lifted;
  bool width_sides_only = false;
  std::optional<Undrawn> hovered_undrawn;
  base::UnknownFields unknown_fields;
  bool operator==(const Overlay&) const = default;
};
void encode(const Overlay& message, std::string& out);
base::Result<Overlay> decode_overlay(std::string_view bytes);

struct NodeState {
  std::string node;
  std::string type;
  std::string name;
  std::optional<TurnedBox> placement;
  std::vector<PropertyValue> properties;
  bool locked = false;
  bool placeholder = false;
  std::optional<Undrawn> undrawn;
  base::UnknownFields unknown_fields;
  bool operator==(const NodeState&) const = default;
};
void encode(const NodeState& message, std::string& out);
base::Result<NodeState> decode_node_state(std::string_view bytes);

struct Selection {
  std::vector<NodeState> nodes;
  std::string page;
  base::UnknownFields unknown_fields;
  bool operator==(const Selection&) const = default;
};
void encode(const Selection& message, std::string& out);
base::Result<Selection> decode_selection(std::string_view bytes);

struct Layer {
  std::string node;
  std::string type;
  std::string label;
  bool visible = false;
  bool locked = false;
  std::vector<Layer> children;
  base::UnknownFields unknown_fields;
  bool operator==(const Layer&) const = default;
};
void encode(const Layer& message, std::string& out);
base::Result<Layer> decode_layer(std::string_view bytes);

struct PageState {
  std::string page;
  double width = 0;
  double height = 0;
  std::string background;
  std::vector<Layer> layers;
  bool unchanged = false;
  base::UnknownFields unknown_fields;
  bool operator==(const PageState&) const = default;
};
void encode(const PageState& message, std::string& out);
base::Result<PageState> decode_page_state(std::string_view bytes);

struct DesignState {
  std::string name;
  std::vector<PageState> pages;
  bool can_undo = false;
  bool can_redo = false;
  bool read_only = false;
  Tool tool = Tool{};
  std::vector<std::string> colours;
  std::uint32_t placeholders = 0;
  std::uint64_t version = 0;
  bool may_restore = false;
  bool can_undo_restore = false;
  base::UnknownFields unknown_fields;
  bool operator==(const DesignState&) const = default;
};
void encode(const DesignState& message, std::string& out);
base::Result<DesignState> decode_design_state(std::string_view bytes);

struct KeptChange {
  std::string client;
  std::uint64_t number = 0;
  std::string text;
  bool may_retry = false;
  base::UnknownFields unknown_fields;
  bool operator==(const KeptChange&) const = default;
};
void encode(const KeptChange& message, std::string& out);
base::Result<KeptChange> decode_kept_change(std::string_view bytes);

struct Saving {
  SavingState state = SavingState{};
  std::uint32_t waiting = 0;
  std::uint32_t rejected = 0;
  std::string trouble;
  std::vector<KeptChange> kept;
  base::UnknownFields unknown_fields;
  bool operator==(const Saving&) const = default;
};
void encode(const Saving& message, std::string& out);
base::Result<Saving> decode_saving(std::string_view bytes);

struct NeedFont {
  std::string file;
  std::string source;
  base::UnknownFields unknown_fields;
  bool operator==(const NeedFont&) const = default;
};
void encode(const NeedFont& message, std::string& out);
base::Result<NeedFont> decode_need_font(std::string_view bytes);

struct NeedImage {
  std::string source;
  bool svg = false;
  base::UnknownFields unknown_fields;
  bool operator==(const NeedImage&) const = default;
};
void encode(const NeedImage& message, std::string& out);
base::Result<NeedImage> decode_need_image(std::string_view bytes);

struct PointerShape {
  std::string css;
  base::UnknownFields unknown_fields;
  bool operator==(const PointerShape&) const = default;
};
void encode(const PointerShape& message, std::string& out);
base::Result<PointerShape> decode_pointer_shape(std::string_view bytes);

struct TextEditing {
  bool active = false;
  std::string node;
  std::optional<Box> caret;
  std::string selected_text;
  base::UnknownFields unknown_fields;
  bool operator==(const TextEditing&) const = default;
};
void encode(const TextEditing& message, std::string& out);
base::Result<TextEditing> decode_text_editing(std::string_view bytes);

struct Clipboard {
  std::string elements;
  std::string text;
  base::UnknownFields unknown_fields;
  bool operator==(const Clipboard&) const = default;
};
void encode(const Clipboard& message, std::string& out);
base::Result<Clipboard> decode_clipboard(std::string_view bytes);

struct SendToReplica {
  std::string message;
  base::UnknownFields unknown_fields;
  bool operator==(const SendToReplica&) const = default;
};
void encode(const SendToReplica& message, std::string& out);
base::Result<SendToReplica> decode_send_to_replica(std::string_view bytes);

struct Exported {
  std::string name;
  std::string bytes;
  base::UnknownFields unknown_fields;
  bool operator==(const Exported&) const = default;
};
void encode(const Exported& message, std::string& out);
base::Result<Exported> decode_exported(std::string_view bytes);

struct Notice {
  std::string kind;
  std::string text;
  std::string detail;
  base::UnknownFields unknown_fields;
  bool operator==(const Notice&) const = default;
};
void encode(const Notice& message, std::string& out);
base::Result<Notice> decode_notice(std::string_view bytes);

struct MovingNode {
  std::string node;
  std::optional<TurnedBox> placement;
  base::UnknownFields unknown_fields;
  bool operator==(const MovingNode&) const = default;
};
void encode(const MovingNode& message, std::string& out);
base::Result<MovingNode> decode_moving_node(std::string_view bytes);

struct PresenceState {
  std::string name;
  std::uint32_t colour = 0;
  std::string page;
  std::optional<double> x;
  std::optional<double> y;
  std::vector<std::string> selected;
  std::vector<MovingNode> moving;
  base::UnknownFields unknown_fields;
  bool operator==(const PresenceState&) const = default;
};
void encode(const PresenceState& message, std::string& out);
base::Result<PresenceState> decode_presence_state(std::string_view bytes);

struct Peer {
  std::string peer;
  std::string name;
  std::uint32_t colour = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const Peer&) const = default;
};
void encode(const Peer& message, std::string& out);
base::Result<Peer> decode_peer(std::string_view bytes);

struct Peers {
  std::vector<Peer> peers;
  base::UnknownFields unknown_fields;
  bool operator==(const Peers&) const = default;
};
void encode(const Peers& message, std::string& out);
base::Result<Peers> decode_peers(std::string_view bytes);

struct VersionRestored {
  std::uint64_t version = 0;
  std::uint32_t operations = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const VersionRestored&) const = default;
};
void encode(const VersionRestored& message, std::string& out);
base::Result<VersionRestored> decode_version_restored(std::string_view bytes);

struct WakeAt {
  double now_ms = 0;
  base::UnknownFields unknown_fields;
  bool operator==(const WakeAt&) const = default;
};
void encode(const WakeAt& message, std::string& out);
base::Result<WakeAt> decode_wake_at(std::string_view bytes);

struct Event {
  std::variant<std::monostate, PagePainted, Board, Camera, Overlay, Selection, DesignState, Saving, NeedFont, NeedImage, PointerShape, TextEditing, Clipboard, SendToReplica, Exported, Notice, Peers, WakeAt, VersionRestored> kind;
  base::UnknownFields unknown_fields;
  bool operator==(const Event&) const = default;
};
void encode(const Event& message, std::string& out);
base::Result<Event> decode_event(std::string_view bytes);

struct Events {
  std::vector<Event> events;
  base::UnknownFields unknown_fields;
  bool operator==(const Events&) const = default;
};
void encode(const Events& message, std::string& out);
base::Result<Events> decode_events(std::string_view bytes);

}  // namespace flashkit::session
