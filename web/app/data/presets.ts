// Sizes to start from, in pixels of the page, in the order in which Home shows them.

export interface Preset {
  id: string;
  /** What the platform calls it. */
  name: string;
  platform: 'Instagram' | 'YouTube' | 'TikTok' | 'Facebook' | 'X' | 'LinkedIn' | 'Pinterest';
  width: number;
  height: number;
}

export const presets: readonly Preset[] = [
  { id: 'instagram-post', name: 'Post', platform: 'Instagram', width: 1080, height: 1350 },
  { id: 'instagram-square', name: 'Square', platform: 'Instagram', width: 1080, height: 1080 },
  { id: 'instagram-story', name: 'Story', platform: 'Instagram', width: 1080, height: 1920 },
  { id: 'youtube-thumbnail', name: 'Thumbnail', platform: 'YouTube', width: 1280, height: 720 },
  { id: 'youtube-banner', name: 'Banner', platform: 'YouTube', width: 2560, height: 1440 },
  { id: 'tiktok-video', name: 'Video', platform: 'TikTok', width: 1080, height: 1920 },
  { id: 'facebook-post', name: 'Post', platform: 'Facebook', width: 1200, height: 630 },
  { id: 'x-post', name: 'Post', platform: 'X', width: 1200, height: 675 },
  { id: 'linkedin-post', name: 'Post', platform: 'LinkedIn', width: 1200, height: 627 },
  { id: 'pinterest-pin', name: 'Pin', platform: 'Pinterest', width: 1000, height: 1500 },
];

/** What a page may measure when a person types it. */
export const page_least = 16;
export const page_most = 8192;
