#include "operations/peek.h"

#include <cstdint>
#include <optional>

#include "base/proto.h"
#include "operations/ids.h"
#include "operations/limits.h"

namespace flashkit::operations {
namespace {

using base::ProtoReader;

// The messages of schema/operation.proto, as far as their fields' kinds go. What is not named here rides along.
enum class Message : std::uint8_t {
  None,
  NodeRef,
  Placement,
  Property,
  Create,
  Set,
  Place,
  Remove,
  TextPoint,
  TextSpan,
  TextInsert,
  TextDelete,
  TextFormat,
  Step,
};
enum class Wire : std::uint8_t { Unknown, Varint, Double, Bytes, Inner };
struct Field {
  Wire wire = Wire::Unknown;
  Message inner = Message::None;
};
constexpr std::size_t k_fields = 8;
constexpr Field k_varint{Wire::Varint, Message::None};
constexpr Field k_double{Wire::Double, Message::None};
constexpr Field k_bytes{Wire::Bytes, Message::None};
constexpr Field of(Message inner) { return {Wire::Inner, inner}; }

constexpr Field k_schema[][k_fields] = {
    {},
    /* NodeRef */ {{}, k_bytes, k_varint},
    /* Placement */ {{}, of(Message::NodeRef), k_bytes, k_double, k_double, k_double, k_double, k_double},
    /* Property */ {{}, k_bytes, k_bytes, k_varint},
    /* Create */ {{}, k_varint, k_bytes, of(Message::Placement), of(Message::Property)},
    /* Set */ {{}, of(Message::NodeRef), of(Message::Property)},
    /* Place */ {{}, of(Message::NodeRef), of(Message::Placement)},
    /* Remove */ {{}, of(Message::NodeRef), k_varint},
    /* TextPoint */ {{}, k_bytes, k_varint, k_varint},
    /* TextSpan */ {{}, of(Message::TextPoint), k_varint},
    /* TextInsert */ {{}, of(Message::NodeRef), k_varint, of(Message::TextPoint), k_bytes},
    /* TextDelete */ {{}, of(Message::NodeRef), of(Message::TextSpan)},
    /* TextFormat */ {{}, of(Message::NodeRef), of(Message::TextSpan), of(Message::Property)},
    /* Step */
    {{},
     of(Message::Create),
     of(Message::Set),
     of(Message::Place),
     of(Message::Remove),
     of(Message::TextInsert),
     of(Message::TextDelete),
     of(Message::TextFormat)},
};

Field field_of(Message message, std::uint32_t number) {
  return number < k_fields ? k_schema[static_cast<std::size_t>(message)][number] : Field();
}

// False where decoding would fail. Messages nest five deep at most.
bool walk(std::string_view bytes, Message message, Peek& out) {
  ProtoReader reader(bytes);
  Message kind = Message::None;  // of a step: the last one that stands in it counts
  while (reader.next()) {
    const Field field = field_of(message, reader.field());
    switch (field.wire) {
      case Wire::Unknown:
        reader.skip();
        break;
      case Wire::Varint:
        reader.read_varint();
        break;
      case Wire::Double:
        reader.read_double();
        break;
      case Wire::Bytes:
        reader.read_bytes();
        break;
      case Wire::Inner: {
        const std::string_view inner = reader.read_bytes();
        if (reader.failed() || !walk(inner, field.inner, out)) return false;
        if (field.inner == Message::Property || field.inner == Message::TextSpan) ++out.parts;
        if (message == Message::Step) kind = field.inner;
        break;
      }
    }
  }
  out.formats_letters = out.formats_letters || kind == Message::TextFormat;
  out.unknown_step = out.unknown_step || (message == Message::Step && kind == Message::None);
  return !reader.failed();
}

}  // namespace

base::Result<Peek> peek(std::string_view bytes) {
  constexpr base::Error k_malformed{base::Errc::Malformed, "the bytes are not an operation", 0};
  Peek out;
  std::string_view client;
  std::uint64_t number = 0;
  ProtoReader reader(bytes);
  while (reader.next()) {
    switch (reader.field()) {
      case 1:
        client = reader.read_bytes();
        break;
      case 2:
        number = reader.read_varint();
        break;
      case 3:
        reader.read_varint();
        break;
      case 4: {
        const std::string_view step = reader.read_bytes();
        if (reader.failed() || !walk(step, Message::Step, out)) return k_malformed;
        ++out.steps;
        break;
      }
      default:
        reader.skip();
        break;
    }
  }
  const auto id = reader.failed() ? std::nullopt : id_of(client, number);
  if (!id.has_value()) return k_malformed;
  out.id = *id;
  return out;
}

bool is_too_much(const Peek& peek) { return peek.steps > k_max_steps || peek.parts > k_max_steps; }

}  // namespace flashkit::operations
