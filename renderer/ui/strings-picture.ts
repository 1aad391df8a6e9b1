/** Words about people's pictures. Part of the one table in strings.ts. */
export const pictureStrings = {
  picture: {
    hint: 'A picture of yours, or the one that is drawn from your key. You can also paste one, or drop it here. It is only in this community.',
    preview: 'This is how it will look.',
    choose: 'Choose a picture',
    chooseAnother: 'Choose another picture',
    use: 'Use this picture',
    remove: 'Remove picture',
    busy: 'One moment…',
    saved: 'Saved. Members see it as soon as you are connected.',
    removed: 'Removed. Members see the drawn picture again.',
    problems: {
      'no-picture': 'This file is not a picture that can be read. Use a PNG, JPEG, WebP or GIF.',
      'too-large': 'This picture is too large. Use one of less than 20 MB.',
      'too-many-pixels': 'This picture has more than 40 megapixels. Use a smaller one.',
    },
  },
};
