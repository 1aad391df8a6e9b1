// OrbitDB 4 asks for Node 22. All that it misses in Node 20, besides a newer undici (package.json), is this.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
