import { setTimeout as pause } from 'node:timers/promises';

/** Which way a piece of a connection's bytes goes. */
export type Toward = 'server' | 'client';

/** What a network does to the bytes on their way: hands them on whole, late, in slices, or not for now. */
export type Weather = (piece: Buffer, toward: Toward) => AsyncIterable<Buffer>;

/** Each piece comes late by `ms`, give or take `jitterMs`. */
export const latency = ({ ms, jitterMs }: { readonly ms: number; readonly jitterMs: number }): Weather =>
  async function* late(piece) {
    await pause(ms + (Math.random() * 2 - 1) * jitterMs);
    yield piece;
  };

/** Nothing comes through, and nobody is told. What is lost so arrives when `until` resolves, as TCP's repeats do. */
export const blackHole = (until: Promise<unknown>): Weather =>
  async function* lost(piece) {
    await until;
    yield piece;
  };

/** The server hears everything, its answers don't come back. */
export const answersLost = (until: Promise<unknown>): Weather =>
  async function* deaf(piece, toward) {
    if (toward === 'client') await until;
    yield piece;
  };

// A packet each, so that a reader sees every border.
const slicesPerPiece = 64;

/** Frames and rows arrive in bits, never whole. */
export const slicing: Weather = async function* sliced(piece) {
  const length = Math.max(1, Math.ceil(piece.length / slicesPerPiece));
  for (let at = 0; at < piece.length; at += length) {
    yield piece.subarray(at, at + length);
    await pause(0);
  }
};

/** A thin line. */
export const bandwidth = (bytesPerSecond: number): Weather =>
  async function* slow(piece) {
    const portion = Math.max(1, Math.floor(bytesPerSecond / 20));
    for (let at = 0; at < piece.length; at += portion) {
      await pause(50);
      yield piece.subarray(at, at + portion);
    }
  };
