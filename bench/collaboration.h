#pragma once
// The works of collaboration.mjs, on the engine itself.
namespace flashkit::bench {

// 100,000 property sets on 5,000 elements; what is kept of that, written and read; two people's 20,000 offline changes
// each.
void collaboration();

}  // namespace flashkit::bench
