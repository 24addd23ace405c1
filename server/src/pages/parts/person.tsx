/** Who is signed in: nobody should decide for the wrong account. */
import type { VNode } from "preact";
import { Tile } from "./tile.tsx";
import { Untrusted, untrustedText } from "./untrusted.tsx";

/** A person as pages know one. */
export interface Person {
  name: string;
  username: string;
}

/** Name and username under a label; the username alone when there is no name. */
export function PersonCard({ person, label }: { person: Person; label: string }): VNode {
  const named = untrustedText(person.name) !== "" && person.name !== person.username;
  return (
    <div class="person">
      <Tile name={named ? person.name : person.username} kind="person" />
      <div class="person-text">
        <p class="quiet">{label}</p>
        <p>
          <strong>
            <Untrusted text={named ? person.name : person.username} />
          </strong>
        </p>
        {named && (
          <p class="quiet">
            <Untrusted text={person.username} />
          </p>
        )}
      </div>
    </div>
  );
}
