import IconImport from 'icons/FileImport';
import IconSparkles from 'icons/Sparkles';
import IconSquarePlus from 'icons/SquarePlus';
import type { ReactNode } from 'react';
import { import_file, pick_file, start_design } from '../actions.tsx';
import { example_design } from '../data/example.ts';
import { useServices } from '../services.tsx';
import { NewDesign } from '../shell/new_design.tsx';

function Way({ icon, title, text, ...rest }: { icon: ReactNode; title: string; text: string; onClick?: () => void }) {
  return (
    <button type="button" className="fk-way" {...rest}>
      <span className="fk-way-icon">{icon}</span>
      <strong>{title}</strong>
      <span className="fk-quiet">{text}</span>
    </button>
  );
}

/** Three ways in and nothing else: an example, an empty page, a file. */
export function FirstVisit() {
  const services = useServices();
  const example = () => {
    const value = new TextEncoder().encode(JSON.stringify(example_design));
    start_design(services, { source: { case: 'polotnoJson', value }, name: 'A first design' });
  };
  return (
    <div className="fk-first">
      <h1>What would you like to make?</h1>
      <p className="fk-quiet">It works with or without a connection, and needs no account.</p>
      <div className="fk-ways">
        <Way icon={<IconSparkles size={22} stroke={1.6} />} title="Start from an example" text="A finished post to change as you like" onClick={example} />
        <NewDesign>
          <button type="button" className="fk-way">
            <span className="fk-way-icon"><IconSquarePlus size={22} stroke={1.6} /></span>
            <strong>Start with an empty page</strong>
            <span className="fk-quiet">In the size of a platform, or your own</span>
          </button>
        </NewDesign>
        <Way
          icon={<IconImport size={22} stroke={1.6} />}
          title="Open a file"
          text="A Polotno design; you can also drop it here"
          onClick={() => pick_file('.json,application/json', (file) => void import_file(services, file))}
        />
      </div>
    </div>
  );
}
