/** What systems know the packaged app by. Windows shows notifications only of an app whose shortcut has the same one. */
export const APP_ID = 'app.holdfast.desktop';
