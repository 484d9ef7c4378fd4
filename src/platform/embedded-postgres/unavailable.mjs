// @ts-check

/**
 * Why the embedded PostgreSQL can't be used here. Codes: EMBEDDED_POSTGRES.PLATFORM, .NOT_INSTALLED, .BINARIES, .DATA_FOLDER, .INITDB, .START.
 * Each message is one sentence that ends with the way out.
 */
export class EmbeddedPostgresUnavailable extends Error {
  /**
   * @param {'PLATFORM' | 'NOT_INSTALLED' | 'BINARIES' | 'DATA_FOLDER' | 'INITDB' | 'START'} reason
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(reason, message, options) {
    super(message, options);
    this.name = 'EmbeddedPostgresUnavailable';
    this.code = `EMBEDDED_POSTGRES.${reason}`;
  }
}
