#pragma once
// A person at an editor, for tests: does what hands do, and reads what the skin is told. Beside it stands a replica
// that answers only when the test says so.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/proto.h"
#include "operations/ids.h"
#include "session/editor_session.h"
#include "sync/generated/replica.pb.h"

namespace flashkit::session {

inline const std::string k_document(16, 'd');

class Person {
 public:
  explicit Person(const std::string& seed = "seed", const std::string& platform = "other") {
    Start start;
    start.seed = seed;
    start.platform = platform;
    give(start);
    Viewport view;
    view.width = 1000;
    view.height = 800;
    view.pixel_ratio = 1;
    give(view);
  }

  // ---- commands ----
  template <class Message>
  void give(const Message& message) {
    Command command;
    command.now_ms = now_ms;
    command.kind = message;
    session.dispatch(command);
    read();
  }
  void wait(double ms) {
    now_ms += ms;
    give(Tick{});
  }
  void open_new(double width, double height) {
    OpenDesign open;
    open.document = k_document;
    NewDesign fresh;
    fresh.width = width;
    fresh.height = height;
    open.source = fresh;
    give(open);
  }
  void open_file(const std::string& polotno) {
    OpenDesign open;
    open.document = k_document;
    open.source = polotno;
    give(open);
  }
  void open_from_replica() {
    OpenDesign open;
    open.document = k_document;
    give(open);
  }
  void act(ActionKind kind, const std::string& node = {}) {
    Action action;
    action.kind = kind;
    action.node = node;
    give(action);
  }
  void choose(Tool tool) {
    ChooseTool message;
    message.tool = tool;
    give(message);
  }
  void pointer(PointerPhase phase, double page_x, double page_y, std::uint32_t clicks = 1, std::uint32_t button = 0) {
    Pointer message;
    message.phase = phase;
    message.x = view_x(page_x);
    message.y = view_y(page_y);
    message.click_count = clicks;
    message.button = button;
    message.device = "mouse";
    message.modifiers = held;
    give(message);
  }
  // Points are pixels of the first page.
  void click(double x, double y, std::uint32_t clicks = 1) {
    for (std::uint32_t i = 1; i <= clicks; ++i) {
      pointer(PointerPhase::Down, x, y, i);
      pointer(PointerPhase::Up, x, y, i);
    }
  }
  void drag(double x1, double y1, double x2, double y2) {
    pointer(PointerPhase::Move, x1, y1);
    pointer(PointerPhase::Down, x1, y1);
    pointer(PointerPhase::Move, (x1 + x2) / 2, (y1 + y2) / 2);
    pointer(PointerPhase::Move, x2, y2);
    pointer(PointerPhase::Up, x2, y2);
  }
  void key(const std::string& name) {
    for (const bool down : {true, false}) {
      Key message;
      message.key = name;
      message.down = down;
      message.modifiers = held;
      give(message);
    }
  }
  void type(const std::string& text) {
    TextInput input;
    input.text = text;
    give(input);
  }
  void compose(const std::string& text, bool end) {
    TextInput input;
    input.text = text;
    input.composing = true;
    input.end = end;
    give(input);
  }
  std::string insert(const std::string& type, double x, double y, double width, double height,
                     const std::vector<std::pair<std::string, std::string>>& properties = {}) {
    Insert message;
    message.type = type;
    message.x = view_x(x + width / 2);
    message.y = view_y(y + height / 2);
    message.width = width;
    message.height = height;
    for (const auto& [name, json] : properties) {
      PropertyValue value;
      value.key = name;
      value.value = json;
      message.properties.push_back(value);
    }
    give(message);
    return selection.nodes.empty() ? std::string() : selection.nodes.front().node;
  }
  void select(const std::vector<std::string>& nodes) {
    Select message;
    message.nodes = nodes;
    give(message);
  }
  void set(const std::string& name, const std::string& json, bool live = false) {
    SetProperties message;
    PropertyValue value;
    value.key = name;
    value.value = json;
    message.properties.push_back(value);
    message.live = live;
    give(message);
  }

  // ---- what is seen ----
  double view_x(double page_x) const { return camera.x + (board.pages.front().x + page_x) * camera.zoom; }
  double view_y(double page_y) const { return camera.y + (board.pages.front().y + page_y) * camera.zoom; }
  const NodeState& selected() const {
    static const NodeState k_none{};
    return selection.nodes.empty() ? k_none : selection.nodes.front();
  }
  TurnedBox box() const { return selected().placement.value_or(TurnedBox{}); }
  std::string property(const std::string& name) const {
    for (const PropertyValue& value : selected().properties) {
      if (value.key == name) return value.value;
    }
    return {};
  }
  std::string exported() {
    give(ExportPolotno{});
    return exported_bytes;
  }
  std::vector<std::string> order() const {  // layers of the first page, bottom first
    std::vector<std::string> out;
    for (const Layer& layer : design.pages.front().layers) out.insert(out.begin(), layer.node);
    return out;
  }

  // ---- the replica ----
  void replica_says(sync::ReplicaMessage message) {
    ReplicaSaid said;
    said.message = base::encoded(message);
    give(said);
  }
  template <class Message>
  void replica(Message message) {
    sync::ReplicaMessage out;
    out.kind = std::move(message);
    replica_says(std::move(out));
  }
  void status(sync::Connection connection, bool memory_only = false) {
    sync::ReplicaStatus message;
    message.connection = connection;
    message.memory_only = memory_only;
    replica(message);
  }
  void loaded(const std::vector<std::string>& outbox = {}, sync::Role role = sync::Role::Edit, bool complete = true) {
    sync::DocumentLoaded message;
    message.document = k_document;
    message.outbox = outbox;
    message.role = role;
    message.complete = complete;
    replica(message);
  }
  operations::Operation sent(std::size_t index) const {
    return operations::decode_operation(operations_sent[index]).value();
  }
  void store_all() {
    sync::OperationsStored message;
    message.document = k_document;
    message.client = sent(operations_sent.size() - 1).client;
    message.number = operations_sent.size();
    replica(message);
  }
  // Puts what was sent from `first` on into the journal at these sequence numbers.
  void confirm_from(std::size_t first) {
    sync::EntriesConfirmed message;
    message.document = k_document;
    for (std::size_t i = first; i < operations_sent.size(); ++i) message.entries.push_back(entry(operations_sent[i]));
    replica(message);
  }
  sync::Entry entry(const std::string& operation) {
    sync::Entry out;
    out.seq = ++seq;
    out.token = std::string(16, 't');
    out.operations = {operation};
    return out;
  }

  EditorSession session;
  double now_ms = 1000;
  Modifiers held;
  std::uint64_t seq = 0;

  Overlay overlay;
  Selection selection;
  DesignState design;
  Board board;
  Camera camera;
  Saving saving;
  TextEditing text_editing;
  Clipboard clipboard;
  std::string cursor;
  std::string exported_bytes;
  std::vector<Notice> notices;
  std::vector<VersionRestored> restored;
  std::vector<PagePainted> painted;
  std::vector<NeedFont> fonts_needed;
  std::vector<std::string> operations_sent;
  std::vector<PresenceState> presence_sent;
  std::vector<sync::SettleRejected> settled;
  std::map<std::string, int> of_kind_in_last_drain;

 private:
  template <class Message>
  bool take(const Event& event, Message& into, const char* kind) {
    const auto* message = std::get_if<Message>(&event.kind);
    if (message == nullptr) return false;
    into = *message;
    ++of_kind_in_last_drain[kind];
    return true;
  }
  void read() {
    of_kind_in_last_drain.clear();
    for (const Event& event : session.drain()) {
      const DesignState known = design;
      if (take(event, design, "design")) {
        fill_in(known);
        continue;
      }
      if (take(event, overlay, "overlay") || take(event, selection, "selection") || take(event, board, "board") ||
          take(event, camera, "camera") || take(event, saving, "saving") || take(event, text_editing, "text editing") ||
          take(event, clipboard, "clipboard")) {
        continue;
      }
      if (const auto* shape = std::get_if<PointerShape>(&event.kind)) cursor = shape->css;
      if (const auto* file = std::get_if<Exported>(&event.kind)) exported_bytes = file->bytes;
      if (const auto* notice = std::get_if<Notice>(&event.kind)) notices.push_back(*notice);
      if (const auto* version = std::get_if<VersionRestored>(&event.kind)) restored.push_back(*version);
      if (const auto* page = std::get_if<PagePainted>(&event.kind)) painted.push_back(*page);
      if (const auto* font = std::get_if<NeedFont>(&event.kind)) fonts_needed.push_back(*font);
      if (const auto* send = std::get_if<SendToReplica>(&event.kind)) take_sent(*send);
    }
  }
  // Pages that are as they were told before.
  void fill_in(const DesignState& known) {
    for (PageState& page : design.pages) {
      if (!page.unchanged) continue;
      const auto before = std::find_if(known.pages.begin(), known.pages.end(),
                                       [&](const PageState& other) { return other.page == page.page; });
      ASSERT_NE(before, known.pages.end()) << "an unchanged page was told before";
      page = *before;
    }
  }
  void take_sent(const SendToReplica& send) {
    const auto message = sync::decode_tab_message(send.message);
    ASSERT_TRUE(message.ok());
    if (const auto* store = std::get_if<sync::StoreOperations>(&message.value().kind)) {
      operations_sent.insert(operations_sent.end(), store->operations.begin(), store->operations.end());
    }
    if (const auto* settle = std::get_if<sync::SettleRejected>(&message.value().kind)) settled.push_back(*settle);
    if (const auto* presence = std::get_if<sync::SendPresence>(&message.value().kind)) {
      presence_sent.push_back(decode_presence_state(presence->payload).value());
    }
  }
};

}  // namespace flashkit::session
