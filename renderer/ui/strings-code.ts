/** Words about connecting by two codes. Part of the one table in strings.ts. */
export const codeStrings = {
  codes: {
    title: 'Connect by code',
    text: 'Two people can connect without any server: one makes a code, the other answers with a code of their own. Pass them on as you like, by chat, phone camera, or by reading them out.',
    begin: 'Make a code',
    beginHint: 'You begin. The other person answers it.',
    answer: 'Answer a code',
    answerHint: 'You were given one that begins with HOLDFAST-OFFER:',

    offerText: 'Give this code to another member. In their Holdfast they open “Connect by code” and answer it.',
    inviteTitle: (community: string) => (community === '' ? 'Invite by code' : `Invite to ${community} by code`),
    inviteText:
      'Give this code to the person you invite. They paste it under “Join with an invite”, and get an answer for you.',
    inviteByCode: 'Invite by code',
    yourCode: 'Your code',
    offerHint: 'It waits 15 minutes. Only members of this community can read it.',
    inviteHint:
      'It waits 15 minutes. Like an invite link it lets whoever has it ask to join, and it holds your network address.',
    offerPicture: 'Your code as a QR code',
    theirAnswer: 'Their answer',
    theirAnswerHint: 'It begins with HOLDFAST-ANSWER:',
    answerMissing: 'Paste the answer that you got for your code.',
    connect: 'Connect',
    connecting: 'Connecting…',
    making: 'Making a code…',
    copy: 'Copy code',

    answerText: 'Paste the code you were given. You get an answer to give back.',
    theirCode: 'Their code',
    offerMissing: 'Paste the code that you were given.',
    makeAnswer: 'Make the answer',
    giveBack: 'Give this answer back to the person whose code you have. As soon as they paste it, you are connected.',
    yourAnswer: 'Your answer',
    yourAnswerHint: 'It waits 15 minutes. Only who made the code can read it.',
    answerPicture: 'Your answer as a QR code',
    waiting: 'Waiting for the other person to paste it…',
    another: 'Answer another code',
    showAnswer: 'Show your answer code',

    connected: 'You are connected. From now on everything goes by itself, while both devices can reach each other.',
    done: 'Done',

    joiningText: 'If no server and no common network connects you, a member can connect with you by two codes.',
    networkText:
      'When nothing else connects two of you: pass each other two codes, by any way that carries text, a picture or a voice.',
  },
} as const;
