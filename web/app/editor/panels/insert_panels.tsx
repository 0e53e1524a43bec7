// The Text, Shapes and Images tabs: one press puts a thing in the middle of what is seen.
import { Button } from '@mantine/core';
import IconUpload from 'icons/Upload';
import { pick_file } from '../../actions.tsx';
import type { Shape, TextStyle } from '../../data/shapes.ts';
import { lines, shapes, text_styles } from '../../data/shapes.ts';
import { property } from '../../model/properties.ts';
import { useEditor, useEditorModel } from '../context.ts';
import { accepted_images } from '../read_image.ts';

function usePageWidth(): number {
  return useEditorModel((model) => (model.design?.pages.find((page) => page.page === model.selection?.page) ?? model.design?.pages[0])?.width ?? 1080);
}

export function TextPanel({ done }: { done: () => void }) {
  const { dispatch } = useEditor();
  const width = usePageWidth();
  const insert = (style: TextStyle) => {
    const properties = [
      property('text', style.text),
      property('fontSize', Math.round(width * style.size)),
      property('fontWeight', style.weight),
      property('lineHeight', style.line_height),
    ];
    dispatch({ case: 'insert', value: { type: 'text', properties, width: Math.round(width * 0.7) } });
    done();
  };
  return (
    <div className="fk-panel-body">
      {text_styles.map((style) => (
        <button key={style.name} type="button" className="fk-insert-text" onClick={() => insert(style)}>
          <span style={{ fontSize: 12 + style.size * 130, fontWeight: style.weight, lineHeight: 1.3 }}>{style.name}</span>
        </button>
      ))}
      <p className="fk-quiet fk-hint">Press T and click on the page to write there.</p>
    </div>
  );
}

function ShapeGrid({ title, items, insert }: { title: string; items: readonly Shape[]; insert: (shape: Shape) => void }) {
  return (
    <>
      <h3 className="fk-panel-head">{title}</h3>
      <div className="fk-shapes">
        {items.map((shape) => (
          <button key={shape.name} type="button" className="fk-shape" aria-label={shape.name} title={shape.name} onClick={() => insert(shape)}>
            <svg viewBox="0 0 24 24" aria-hidden>
              <path d={shape.outline} {...(shape.filled ? { fill: 'currentColor' } : { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, strokeLinecap: 'round', strokeLinejoin: 'round' })} />
            </svg>
          </button>
        ))}
      </div>
    </>
  );
}

export function ShapesPanel({ done }: { done: () => void }) {
  const { dispatch } = useEditor();
  const page_width = usePageWidth();
  const insert = (shape: Shape) => {
    const width = Math.round(page_width * shape.width);
    const height = shape.ratio === 0 ? Math.max(2, Math.round(page_width / 180)) : Math.round(width * shape.ratio);
    const properties = Object.entries(shape.properties).map(([key, value]) => property(key, value));
    dispatch({ case: 'insert', value: { type: shape.type, properties, width, height } });
    done();
  };
  return (
    <div className="fk-panel-body">
      <ShapeGrid title="Shapes" items={shapes} insert={insert} />
      <ShapeGrid title="Lines" items={lines} insert={insert} />
    </div>
  );
}

export function ImagesPanel({ done }: { done: () => void }) {
  const { insert_images } = useEditor();
  const choose = () =>
    pick_file(accepted_images, (file) => {
      insert_images([file]);
      done();
    });
  return (
    <div className="fk-panel-body">
      <Button fullWidth variant="default" leftSection={<IconUpload size={16} stroke={1.6} />} onClick={choose}>Add a picture</Button>
      <p className="fk-quiet fk-hint">Or drop one on the page, or paste it.</p>
    </div>
  );
}
