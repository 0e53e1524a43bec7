// A page in its true proportions with the mark of its platform.
import IconFacebook from 'icons/BrandFacebook';
import IconInstagram from 'icons/BrandInstagram';
import IconLinkedin from 'icons/BrandLinkedin';
import IconPinterest from 'icons/BrandPinterest';
import IconTiktok from 'icons/BrandTiktok';
import IconX from 'icons/BrandX';
import IconYoutube from 'icons/BrandYoutube';
import { fit_into } from '../../ui/size.ts';
import type { Preset } from '../data/presets.ts';

const marks = {
  Instagram: IconInstagram,
  YouTube: IconYoutube,
  TikTok: IconTiktok,
  Facebook: IconFacebook,
  X: IconX,
  LinkedIn: IconLinkedin,
  Pinterest: IconPinterest,
} as const;

export function PresetShape({ preset, box }: { preset: Preset; box: number }) {
  const Mark = marks[preset.platform];
  return (
    <span className="fk-preset-shape" data-platform={preset.platform} style={fit_into(preset.width, preset.height, box, box)}>
      <Mark size={box / 4} stroke={1.6} />
    </span>
  );
}
