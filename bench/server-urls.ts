/** The three servers of a run. The database URL is of a user that may create databases; the one named in it isn't written to. */
export type ServerUrls = { readonly database: string; readonly redis: string; readonly broker: string };
