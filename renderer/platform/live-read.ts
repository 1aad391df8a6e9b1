/** Reading from the database again and again, as it changes. */
import { liveQuery, type Observable } from 'dexie';

export const liveRead = <T>(read: () => Promise<T>): Observable<T> => liveQuery(read);
