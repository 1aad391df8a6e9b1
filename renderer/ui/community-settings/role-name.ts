import type { RoleView } from '../../../shared/model/views.ts';
import { strings } from '../strings.ts';

export const roleName = ({ id, name }: RoleView): string => (id === 'everyone' ? strings.roles.everyone : name);
