import { notificationsStore } from '@mantine/notifications';
import { expect, test } from 'vitest';
import { hide_notices_of_design, offer_new_version, tell, tell_with_undo } from './actions.tsx';

test('leaving a design hides what was said there, not the new version or the way back of a deletion', () => {
  const nothing = () => undefined;
  offer_new_version(nothing);
  tell_with_undo('deleted-00', 'Deleted.', nothing);
  tell('The file could not be made.', 'error');
  tell_with_undo('restored', 'The earlier version is restored.', nothing);
  hide_notices_of_design();
  expect(notificationsStore.getState().notifications.map(({ id }) => id)).toEqual(['new-version', 'deleted-00']);
  expect(notificationsStore.getState().queue).toEqual([]);
});
