// Nothing selected: the page and the colours of the design.
import { ColourField } from '../../../ui/colour_field.tsx';
import { to_hex } from '../../../ui/colour.ts';
import { NumberField } from '../../../ui/number_field.tsx';
import { Section } from '../../../ui/section.tsx';
import { swatch_image } from '../../../ui/swatch_image.ts';
import type { PageState } from '../../../engine/generated/local_pb.ts';
import { page_least, page_most } from '../../data/presets.ts';
import type { Json } from '../../model/properties.ts';
import { property } from '../../model/properties.ts';
import { useEditor } from '../context.ts';

export function PagePart({ page, colours }: { page: PageState; colours: readonly string[] }) {
  const { dispatch } = useEditor();
  const set = (key: string, value: Json, live = false) => dispatch({ case: 'setProperties', value: { nodes: [page.page], properties: [property(key, value)], live } });
  return (
    <>
      <Section title="Page">
        <div className="fk-pair">
          <NumberField label="Width of the page" mark="W" least={page_least} most={page_most} value={page.width} on_change={(width, live) => set('width', width, live)} />
          <NumberField label="Height of the page" mark="H" least={page_least} most={page_most} value={page.height} on_change={(height, live) => set('height', height, live)} />
        </div>
        <ColourField label="Background" gradients known={colours} value={page.background} on_change={(background, live) => set('background', background, live)} />
      </Section>
      {colours.length > 0 && (
        <Section title="Colours in this design">
          <div className="fk-swatches">
            {colours.slice(0, 24).map((colour) => (
              <button
                key={colour}
                type="button"
                className="fk-swatch"
                style={{ '--fk-fill': swatch_image(colour) }}
                title={`${to_hex(colour)} as background`}
                aria-label={`Use ${to_hex(colour)} as background`}
                onClick={() => set('background', colour)}
              />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}
