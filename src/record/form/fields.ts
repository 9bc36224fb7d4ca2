import { z } from 'zod';
import {
  BOUNDS,
  COMMERCIAL_ENDINGS,
  COMMERCIAL_RUNGS,
  COMPANY_STATES,
  QUALIFICATION_ENDINGS,
  QUALIFICATION_STEPS,
} from '../../domain/statement.ts';
import { RELIABILITIES } from '../../domain/subject.ts';
import { parseDays } from './dates.ts';

/** The small things of which the forms are made. What a description says is shown by editors and by the checker. */

/** Keys and ids. */
export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .describe('lower case letters, digits and single hyphens, as in cloud-temple');

/** Anything but nothing. */
export const words = z.string().trim().min(1).describe('words');

/** A sentence in both languages. */
export const localised = z
  .strictObject({
    fr: words.describe('a sentence in French, in our own words'),
    en: words.describe('the same sentence in English'),
  })
  .describe('fr: and en:, the same thing in both languages');

const CALENDAR = String.raw`\d{4}(-(\d{2}(-\d{2})?|[HS][12]|[QT][1-4]))?`;
const year = z.number().int().min(1000).max(9999);
const calendarWords = 'a day, month, quarter, half or year: 2022-06-30, 2022-06, 2022-Q3, 2022-H1 or 2022';

/** `2022-06-30`, `2022-06`, `2022-Q3`, `2022-H1` or `2022`, as text. */
export const calendar = z
  .union([z.string().regex(new RegExp(`^${CALENDAR}$`)), year])
  .transform(String)
  .refine((text) => parseDays(text) !== null)
  .describe(calendarWords);

/** A calendar period, or an interval of two. */
export const days = z
  .union([z.string().regex(new RegExp(String.raw`^${CALENDAR}(\.\.${CALENDAR})?$`)), year])
  .transform(String)
  .refine((text) => parseDays(text) !== null)
  .describe(`${calendarWords}; or an interval, the earlier first: 2023-12-11..2024-01`);

/** A calendar day that exists. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => parseDays(text) !== null)
  .describe('a day that exists: 2022-06-30');

/** How far an assertion is to be believed. */
export const credibility = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)])
  .describe('1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged');

/** Whether who decides or does it speaks, or another. */
export const kind = z
  .enum(['official', 'press', 'analysis', 'rumour'])
  .describe('official (who decides or does it), press, analysis or rumour');

export const commercial = z
  .enum([...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS])
  .describe('how far the offer has come; give in from: the day on which this began');
export const company = z.enum(COMPANY_STATES).describe('what became of the company');
export const step = z
  .enum([...QUALIFICATION_STEPS, ...QUALIFICATION_ENDINGS])
  .describe('the step; expired and withdrawn only when a source says so');
export const reliability = z.enum(RELIABILITIES).describe('A completely reliable to E unreliable, F cannot be judged');
export const bound = z.enum(BOUNDS).describe('by, in, from or not-before the due period');

/** What is promised. */
export const target = z
  .string()
  .regex(/^(commercial\/[a-z_]+|company\/[a-z_]+|qualification\/[^/]+\/[A-Za-z0-9_]+|free\/[a-z0-9-]+)$/)
  .describe('commercial/launched, company/company_created, qualification/SecNumCloud/qualified or free/any-name');

/** How much an owner holds. */
export const share = z
  .union([z.number().min(0).max(100), z.string().regex(/^\d+(\.\d+)?-\d+(\.\d+)?$/)])
  .describe('per cent, without the sign: 50, or from-to: 50.1-100; 0 is the claim that it holds nothing');
