/** What a message's text says: a small tree, made of nothing but data. docs/text.md tells how it is written. */
import type { Mention } from '../../../shared/model/mentions.ts';
import type { MessageLink } from '../message-link.ts';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: MarkKind; children: readonly Inline[] }
  | { kind: 'link'; url: string; children: readonly Inline[] }
  | { kind: 'mention'; mention: Mention }
  | { kind: 'message'; link: MessageLink };

export type MarkKind = 'strong' | 'emphasis' | 'underline' | 'strike' | 'spoiler';

export type Block =
  | { kind: 'paragraph'; children: readonly Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: readonly Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; children: readonly Block[] }
  | List;

/** @property start of an ordered list, its first number */
export type List = { kind: 'list'; start?: number; items: readonly ListItem[] };
export type ListItem = { children: readonly Inline[]; lists: readonly List[] };

export type Markup = {
  blocks: readonly Block[];
  /** A few emoji and nothing else: they are shown large. */
  isBigEmoji: boolean;
};
