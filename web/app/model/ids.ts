// Document ids and capabilities: 16 random bytes, written as 32 hexadecimal digits.

export function to_hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function from_hex(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{32}$/.test(text)) return undefined;
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function random_id(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16));
}
