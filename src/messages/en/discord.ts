export const discord = {
  /** On the button that opens a form again after it was sent in with something wrong. */
  correct: 'Correct it',
  /** Of a file that does not go with its message. */
  tooLarge: 'too large to attach here',
};
