#pragma once
// New elements: what each kind starts with, and where it goes.
#include <string>
#include <vector>

#include "session/desk_detail.h"

namespace flashkit::session {

struct NewElement {
  std::string type;
  std::vector<operations::KeyAndJson> properties;  // the common placement keys are not among them
  Frame frame;
};
// Adds the element on top of the page; gives its id.
base::NodeId add_element(Desk& desk, operations::OperationBuilder& builder, base::NodeId page,
                         const NewElement& element);
// What a tool draws, before it has a frame.
NewElement element_of_tool(const Desk& desk, Tool tool);
// The middle of what is seen of the current page, in its pixels.
Point middle_of_view(const Desk& desk, base::NodeId page);
void insert_element(Desk& desk, const Insert& message);
bool is_json(std::string_view text);
std::string json_quoted(std::string_view text);  // a string as JSON text

}  // namespace flashkit::session
