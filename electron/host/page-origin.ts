/** Node knows no origins of schemes like `app:`; browsers do. @returns scheme and host, or '' for what is no address */
export const originOf = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
};
