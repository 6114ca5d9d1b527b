import { useState } from 'react'
import { Answer } from './answer.tsx'

export function Chat() {
  const [questions, setQuestions] = useState<string[]>([])

  function ask(form: FormData) {
    const question = form.get('question') as string
    setQuestions([...questions, question])
  }

  return (
    <main>
      <h1>Chat</h1>
      {questions.map((question, index) => (
        <section key={index}>
          <h2>{question}</h2>
          <Answer question={question} />
        </section>
      ))}
      <form action={ask}>
        <input name="question" aria-label="Question" placeholder="Ask something" required />
        <button>Ask</button>
      </form>
    </main>
  )
}
