export const discord = {
  /** On the button that opens a form again after it was sent in with something wrong. */
  correct: 'Correct it',
};
