import type { Ven } from './state.ts';
import type { CertificateNames } from './types.ts';

/** What a VEN is found by, and whose its certificate is. */
export interface Identifying {
  readonly venName?: string;
  readonly fingerprint?: string;
  readonly certificate?: CertificateNames;
}

/** All VENs, found by what identifies them. Maps, not objects: names come from outside. */
export class Directory {
  readonly #vens = new Map<string, Ven>();
  readonly #byFingerprint = new Map<string, Ven>();
  readonly #byName = new Map<string, Set<Ven>>();

  get size(): number {
    return this.#vens.size;
  }

  all(): IterableIterator<Ven> {
    return this.#vens.values();
  }

  get(venID: string): Ven | undefined {
    return this.#vens.get(venID);
  }

  has(venID: string): boolean {
    return this.#vens.has(venID);
  }

  byFingerprint(fingerprint: string): Ven | undefined {
    return this.#byFingerprint.get(fingerprint);
  }

  /** The VEN with that name which no certificate speaks for; the one that registered last if there are several. */
  byName(venName: string): Ven | undefined {
    let found: Ven | undefined;
    for (const ven of this.#byName.get(venName) ?? []) if (ven.fingerprint === undefined) found = ven;
    return found;
  }

  byRegistration(registrationID: string): Ven | undefined {
    for (const ven of this.#vens.values()) if (ven.registrationID === registrationID) return ven;
    return undefined;
  }

  /** The one registered VEN heard from that address, if there is exactly one. */
  onlyAt(address: string): Ven | undefined {
    let found: Ven | undefined;
    for (const ven of this.#vens.values()) {
      if (ven.address !== address || ven.state !== 'registered') continue;
      if (found) return undefined;
      found = ven;
    }
    return found;
  }

  add(ven: Ven): void {
    this.#vens.set(ven.venID, ven);
    this.#index(ven);
  }

  remove(ven: Ven): void {
    this.#vens.delete(ven.venID);
    this.#unindex(ven);
  }

  /** Sets what a VEN is found by. A certificate speaks for one VEN only (one fingerprint, one venID). */
  identify(ven: Ven, ids: Identifying): void {
    this.#unindex(ven);
    if (ids.fingerprint !== undefined) {
      const other = this.#byFingerprint.get(ids.fingerprint);
      if (other) {
        this.#unindex(other);
        unbind(other);
        this.#index(other);
      }
    }
    ven.venName = ids.venName;
    if (ids.fingerprint !== ven.fingerprint) unbind(ven);
    ven.fingerprint = ids.fingerprint;
    ven.certificate = ids.certificate ?? ven.certificate;
    this.#index(ven);
  }

  #index(ven: Ven): void {
    if (ven.fingerprint !== undefined) this.#byFingerprint.set(ven.fingerprint, ven);
    if (ven.venName === undefined) return;
    const named = this.#byName.get(ven.venName);
    if (named) named.add(ven);
    else this.#byName.set(ven.venName, new Set([ven]));
  }

  #unindex(ven: Ven): void {
    if (ven.fingerprint !== undefined && this.#byFingerprint.get(ven.fingerprint) === ven) {
      this.#byFingerprint.delete(ven.fingerprint);
    }
    if (ven.venName === undefined) return;
    const named = this.#byName.get(ven.venName);
    named?.delete(ven);
    if (named?.size === 0) this.#byName.delete(ven.venName);
  }
}

/** What is known of the certificate that a VEN was bound to, and of those refused for it, is void. */
function unbind(ven: Ven): void {
  ven.fingerprint = undefined;
  ven.certificate = undefined;
  ven.refused.clear();
  ven.presented = undefined;
}
