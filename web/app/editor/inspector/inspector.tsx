// The right side: what is selected decides what it shows.
import type { NodeState } from '../../../engine/generated/local_pb.ts';
import { all_are, common_text } from '../../model/properties.ts';
import { lies_elsewhere, undrawn_words } from '../../model/undrawn.ts';
import { useEditorModel } from '../context.ts';
import { AppearancePart } from './appearance_part.tsx';
import { ArrangePart } from './arrange_part.tsx';
import { ImagePart } from './image_part.tsx';
import { PagePart } from './page_part.tsx';
import { FillPart, LinePart, StrokePart } from './paint_part.tsx';
import { PlacementPart } from './placement_part.tsx';
import { TextPart } from './text_part.tsx';

const no_nodes: readonly NodeState[] = [];
const no_colours: readonly string[] = [];

export function InspectorContent() {
  const nodes = useEditorModel((model) => model.selection?.nodes ?? no_nodes);
  const colours = useEditorModel((model) => model.design?.colours ?? no_colours);
  const page = useEditorModel((model) => model.design?.pages.find((each) => each.page === model.selection?.page) ?? model.design?.pages[0]);
  if (nodes.length === 0) return page === undefined ? null : <PagePart page={page} colours={colours} />;
  const part = { nodes, colours };
  return (
    <>
      <UndrawnNote nodes={nodes} />
      {all_are(nodes, 'text') && <TextPart {...part} />}
      {all_are(nodes, 'text', 'figure') && <FillPart {...part} />}
      {all_are(nodes, 'text', 'figure') && <StrokePart {...part} />}
      {all_are(nodes, 'line') && <LinePart {...part} />}
      {all_are(nodes, 'image', 'svg', 'gif') && <ImagePart {...part} />}
      <PlacementPart {...part} />
      <AppearancePart {...part} />
      <ArrangePart count={nodes.length} />
    </>
  );
}

/** What is selected but shows a mark: why, once for each reason. */
function UndrawnNote({ nodes }: { nodes: readonly NodeState[] }) {
  const elsewhere = (node: NodeState): boolean => lies_elsewhere(common_text([node], 'src') ?? '', window.location.origin);
  const words = new Map(nodes.flatMap((node) => (node.undrawn === undefined ? [] : [undrawn_words(node.undrawn, elsewhere(node))])).map((each) => [each.title, each]));
  return [...words.values()].slice(0, 3).map(({ title, explanation }) => (
    <p key={title} className="fk-note" role="note"><strong>{title}</strong>{explanation}</p>
  ));
}

export function Inspector() {
  return (
    <aside className="fk-inspector" aria-label="Properties">
      <InspectorContent />
    </aside>
  );
}
