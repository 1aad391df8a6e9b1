import type { CommunityId } from '../../../shared/base/ids.ts';
import type { Names } from '../../app/names.ts';

/** What drawing a text needs beside it. */
export type Drawing = {
  names: Names;
  community: CommunityId;
  /** Its author may mention everyone there. */
  isLoud: boolean;
  /** Of what can be activated in it: reached with Tab only in the row that has focus. */
  tabIndex: 0 | -1;
};
